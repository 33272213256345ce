/** One thing that a check found wrong. */
export type Finding = {
  /** Relative to the checked root, with `/`. */
  readonly file: string;
  /** 1-based; absent when the whole file is meant. */
  readonly line?: number;
  /** What is wrong and what to do about it. */
  readonly message: string;
  /** `warning` is printed and does not fail. Default `error`. */
  readonly severity?: "error" | "warning";
};

/** `packages/x/src/y.ts:12: what is wrong`, so that terminals and editors link it. */
export const formatFinding = ({ file, line, message, severity }: Finding): string =>
  `${file}${line === undefined ? "" : `:${line}`}: ${severity === "warning" ? "warning: " : ""}${message}`;

/** Prints the findings and a closing line; exit code 1 if one of them is an error. */
export const reportFindings = (what: string, findings: readonly Finding[]): void => {
  for (const finding of findings) console.log(formatFinding(finding));
  const errors = findings.filter(({ severity }) => severity !== "warning").length;
  console.log(errors === 0 ? `${what}: all good` : `${what}: ${errors} to fix`);
  if (errors > 0) process.exitCode = 1;
};
