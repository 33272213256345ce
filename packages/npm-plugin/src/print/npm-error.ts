import { redact } from "@headwater/resolver";
import { NpmFailure } from "../npm-failure.ts";
import { resolutionConflict } from "./resolution-conflict.ts";

/** A failure of npm's libraries in our form. */
export interface DescribedError {
  /** npm's own, e.g. `EINTEGRITY`. */
  readonly code: string;
  /** Without credentials. */
  readonly message: string;
  readonly hint?: string;
  /** npm's own: that of the script or of the system, else 1. */
  readonly exitCode: number;
}

interface NpmError extends Error {
  readonly code?: string | number | null;
  readonly signal?: string | null;
  /** Of the system a number; of npm's fetch the code once more. */
  readonly errno?: number | string;
  readonly path?: string;
  readonly event?: string;
  readonly pkgid?: string;
  readonly cmd?: string;
  readonly args?: readonly string[];
  readonly stderr?: string | null;
  readonly stdout?: string | null;
  readonly required?: unknown;
  readonly current?: unknown;
}

/** What is wrong, with npm's code, and what to do; `undefined` for what is no failure that npm knows. Proven in test/print/npm-error.test.ts */
export function describeNpmError(error: unknown): DescribedError | undefined {
  if (!(error instanceof Error))
    return typeof error === "string" ? { code: "EAUDIT", message: error, exitCode: 1 } : undefined;
  const failure: NpmError = error;
  const { code, event, message } = failure;
  if (error instanceof NpmFailure)
    return withHint({ code: error.code, message: redact(message), exitCode: 1 }, error.hint);
  if (event !== undefined) return failedScript(error);
  if (failure.cmd !== undefined && typeof code !== "string") return failedProgram(failure);
  // Node's own codes tell of wrong calls in a program, apart from those of connections.
  if (typeof code !== "string" || /^(?:ERR_(?!SOCKET|SSL|TLS)|MODULE_NOT_FOUND)/.test(code)) return undefined;
  const said = code === "ERESOLVE" ? resolutionConflict(error) : messageOf(failure);
  return withHint({ code, message: redact(said), exitCode: exitCodeOf(failure) }, HINTS[code]);
}

/** As npm has it: the number that the system or a program gave, else 1. */
const exitCodeOf = ({ errno, code }: NpmError): number =>
  (typeof errno === "number" ? errno : typeof code === "number" ? code : 0) || 1;

const withHint = (error: DescribedError, hint: string | undefined): DescribedError =>
  hint === undefined ? error : { ...error, hint };

/** Some of npm's errors carry in fields what their message lacks. */
function messageOf({ code, message, pkgid, required, current }: NpmError): string {
  if (code !== "EBADENGINE" && code !== "EBADPLATFORM") return message;
  return `${pkgid ?? "A package"}: ${message}; it asks for ${JSON.stringify(required)}, and this is ${JSON.stringify(current)}`;
}

/** A program that npm runs, such as git, ended with a number or by a signal: what it said is what is wrong. */
function failedProgram(failure: NpmError): DescribedError {
  const { code, signal, message, cmd = "", args = [] } = failure;
  const line = `${message}: ${[cmd, ...args].join(" ")}`;
  return {
    code: String(code ?? signal),
    exitCode: exitCodeOf(failure),
    message: redact([line, ...saidBy(failure)].join("\n")),
  };
}

const saidBy = ({ stdout, stderr }: NpmError): readonly string[] =>
  [stdout, stderr].map((text) => (text ?? "").trim()).filter((text) => text !== "");

function failedScript(failure: NpmError): DescribedError {
  const { pkgid, path, event, cmd, args, code } = failure;
  const command = args?.at(-1) ?? cmd ?? "";
  return {
    code: "ELIFECYCLE",
    exitCode: typeof code === "number" ? code : 1,
    message: redact(
      [`The script ${event} of ${pkgid ?? path} failed with ${code}: ${command}`, ...saidBy(failure)]
        .join("\n")
        .trimEnd(),
    ),
    hint: "The script is the package's own; its output above says more. Packages that are installed without it: --ignore-scripts",
  };
}

const HINTS: Readonly<Record<string, string>> = {
  EINTEGRITY:
    "The bytes are not those that the lockfile was made with. Ask whoever changed it, or the registry, before you change the lockfile.",
  E401: "Log in to the registry, or correct its token in .npmrc.",
  E403: "Whoever keeps the registry does not let you have it.",
  E404: "See where it was looked for: headwater explain PACKAGE",
  ETARGET: "See which versions there are: headwater explain PACKAGE",
  ERESOLVE:
    "Correct the ranges, or try again with --legacy-peer-deps or --force; that accepts a resolution which may be wrong.",
  EJSONPARSE: "Correct the file; it has to be JSON.",
  EACCES: "Give yourself the right to write there.",
  EPERM: "Give yourself the right to write there; on Windows another program may hold the file open.",
  ENOENT: "Something on this path is missing, or lies on a file system that can only be read.",
  EROFS: "The file system can only be read; install elsewhere.",
  ENOSPC: "There is no room left on the disk: make some, then try again.",
  EBADENGINE: "Use the Node that the package asks for, or drop --engine-strict.",
  EBADPLATFORM: "The package is not made for this machine.",
  EUSAGE: "See headwater COMMAND --help",
  EUNKNOWNCONFIG: "See headwater COMMAND --help",
  ENOLOCK: "Make a lockfile with headwater install.",
  EOVERRIDE: "Make the override and the direct dependency say the same.",
  EEXIST: "A file is in the way: remove it, or use --force to have it replaced.",
};
