/** Whose lockfiles are known; Yarn 2 and later is `yarn`, Yarn 1 `yarn1`. */
export type LockfileTool = "npm" | "pnpm" | "yarn" | "yarn1" | "bun";

/** The first line that tells a lockfile of Yarn 1 from one of its successors. */
const CLASSIC = /^# yarn lockfile v1\r?$/m;

/** Is this the text of a `yarn.lock` that Yarn 1 wrote? */
export const isClassicYarnLock = (text: string): boolean => CLASSIC.test(text);

/** Whose lockfile has this name and text; `undefined` when the name is none of theirs. */
export function lockfileTool(fileName: string, text: string): LockfileTool | undefined {
  switch (fileName) {
    case "package-lock.json":
    case "npm-shrinkwrap.json":
    case ".package-lock.json":
      return "npm";
    case "pnpm-lock.yaml":
      return "pnpm";
    case "bun.lock":
      return "bun";
    case "yarn.lock":
      return isClassicYarnLock(text) ? "yarn1" : "yarn";
    default:
      return undefined;
  }
}
