import { isUtf8 } from "node:buffer";
import { readFile, realpath, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { type LockfileTool, lockfileTool } from "@headwater/formats";
import { HeadwaterError } from "@headwater/resolver";
import { CLIENT_KINDS, type ClientKind } from "../exec/client-kind.ts";
import { lockfileNames, refuseBinaryLockfile } from "../installed/lockfiles.ts";
import { exists, projectRoots } from "../installed/project-roots.ts";

/** A lockfile that was found and read. */
export interface FoundLockfile {
  readonly tool: LockfileTool;
  /** Where it lies, symbolic links followed. */
  readonly path: string;
  /** As messages name it: as the user did, or relative to the working folder. */
  readonly file: string;
  readonly text: string;
  /** Its permissions. */
  readonly mode: number;
}

export interface FindLockfilesOptions {
  readonly cwd: string;
  /** As the user named them; none: those of the project that the working folder belongs to. */
  readonly files: readonly string[];
  /** Whose lockfiles are meant. Default: everyone's. */
  readonly tool?: LockfileTool | undefined;
}

/**
 * The lockfiles that a command is about: those that were named, or all in the nearest root of the project, upward, that has one.
 * @throws INVALID_ARGUMENT when there is none, or one is of another tool; CONFIGURATION_INVALID when one cannot be read
 */
export async function findLockfiles({ cwd, files, tool }: FindLockfilesOptions): Promise<readonly FoundLockfile[]> {
  if (files.length > 0) return Promise.all(files.map((file) => read(resolve(cwd, file), file, tool)));
  const kinds = tool === undefined ? CLIENT_KINDS : [kindOf(tool)];
  for (const root of await projectRoots(cwd)) {
    const paths = kinds.flatMap((kind) => lockfileNames(kind).map((name) => join(root, name)));
    const present = await Promise.all(paths.map(exists));
    const found = paths.filter((_, index) => present[index]);
    // Bun goes on to use a binary lockfile where it has no other.
    if (kinds.includes("bun") && !found.some((path) => basename(path) === "bun.lock")) await refuseBinaryLockfile(root);
    if (found.length > 0)
      return Promise.all(found.map((path) => read(path, relative(cwd, path).replaceAll("\\", "/"), tool)));
  }
  const whose = tool === undefined ? "lockfile" : `lockfile of ${NAMES[tool]}`;
  throw new HeadwaterError("INVALID_ARGUMENT", `There is no ${whose} in ${cwd} or above it in the project.`, {
    hint: "Run it where the lockfile lies, or name the file.",
    details: { folder: cwd },
  });
}

const NAMES: Readonly<Record<LockfileTool, string>> = {
  npm: "npm",
  pnpm: "pnpm",
  yarn: "Yarn 2 or later",
  yarn1: "Yarn 1",
  bun: "Bun",
};

/** The client whose settings and file names a tool shares. */
export const kindOf = (tool: LockfileTool): ClientKind => (tool === "yarn1" ? "yarn" : tool);

async function read(path: string, file: string, tool: LockfileTool | undefined): Promise<FoundLockfile> {
  try {
    const target = await realpath(path);
    const { mode } = await stat(target);
    const bytes = await readFile(target);
    if (basename(target) === "bun.lockb") await refuseBinaryLockfile(join(target, ".."));
    if (!isUtf8(bytes)) throw notText(file);
    const text = bytes.toString("utf8");
    return { tool: toolOf(path, file, text, tool), path: target, file, text, mode: mode & 0o7777 };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
    if (typeof code !== "string" || cause instanceof HeadwaterError) throw cause;
    throw new HeadwaterError("INVALID_ARGUMENT", `The lockfile ${file} cannot be read: ${code}.`, {
      hint: "Name a file that exists and can be read.",
      cause,
      details: { file },
    });
  }
}

/** @throws INVALID_ARGUMENT when neither name nor option tells, or one gainsays the other */
function toolOf(path: string, file: string, text: string, wanted: LockfileTool | undefined): LockfileTool {
  const known = lockfileTool(basename(path), text);
  // A name of no known form is what the option says, and the two Yarns tell themselves apart.
  const actual = known ?? (wanted === "yarn" || wanted === "yarn1" ? lockfileTool("yarn.lock", text) : wanted);
  if (actual === undefined)
    throw new HeadwaterError("INVALID_ARGUMENT", `The name of ${file} does not tell whose lockfile it is.`, {
      hint: "Say it: --tool npm, pnpm, yarn, yarn1 or bun.",
      details: { file },
    });
  if (wanted === undefined || wanted === actual) return actual;
  throw new HeadwaterError("INVALID_ARGUMENT", `${file} is a lockfile of ${NAMES[actual]}, not of ${NAMES[wanted]}.`, {
    hint: `Use --tool ${actual}, or leave --tool away.`,
    details: { file, tool: actual },
  });
}

const notText = (file: string): HeadwaterError =>
  new HeadwaterError("CONFIGURATION_INVALID", `${file}: the lockfile cannot be read: it is not UTF-8.`, {
    hint: "Restore the lockfile, or remove it and let the package manager write it anew.",
    details: { file },
  });
