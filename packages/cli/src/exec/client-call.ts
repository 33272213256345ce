import { basename, resolve } from "node:path";

/** The package managers whose trees, lockfiles and settings are known. */
export const CLIENT_KINDS = ["npm", "pnpm", "bun", "yarn"] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

/** A command line of a client, taken apart as far as it matters here. */
export interface ClientCall {
  /** `undefined`: some other program, which may run any client. */
  readonly kind: ClientKind | undefined;
  /** How many words of the command come before the client's own arguments. */
  readonly argumentsAt: number;
  /** The first word that is no option, e.g. `install`; `undefined` also for npx and its like. */
  readonly subcommand: string | undefined;
  /** The words after the subcommand that are no options. */
  readonly operands: readonly string[];
  /** Absolute path of the folder that the client works in. */
  readonly folder: string;
  /** It installs for the whole machine, not for a project. */
  readonly global: boolean;
}

const PROGRAMS: Readonly<Record<string, ClientKind>> = {
  npm: "npm",
  "npm-cli": "npm",
  npx: "npm",
  "npx-cli": "npm",
  pnpm: "pnpm",
  pnpx: "pnpm",
  bun: "bun",
  bunx: "bun",
  yarn: "yarn",
  yarnpkg: "yarn",
};
const RUNNERS = ["npx", "npx-cli", "pnpx", "bunx"];

/** Options whose value is a word of its own. A missing one here makes its value look like an operand, which is harmless. */
const VALUE_OPTIONS: Readonly<Record<ClientKind, readonly string[]>> = {
  npm: [
    "--prefix",
    "-C",
    "--workspace",
    "-w",
    "--loglevel",
    "--cache",
    "--registry",
    "--userconfig",
    "--omit",
    "--include",
    "--tag",
  ],
  pnpm: ["--dir", "-C", "--filter", "-F", "--reporter", "--loglevel", "--registry", "--store-dir"],
  bun: ["--cwd", "--config", "-c", "--registry", "--cache-dir", "--backend", "--linker", "--omit", "--filter"],
  yarn: ["--cwd", "--mode"],
};
const FOLDER_OPTIONS: Readonly<Record<ClientKind, readonly string[]>> = {
  npm: ["--prefix", "-C"],
  pnpm: ["--dir", "-C"],
  bun: ["--cwd"],
  yarn: ["--cwd"],
};
const GLOBAL_OPTIONS = ["-g", "--global", "--location=global"];

/** Reads a client's command line. `node …/npm-cli.js` and `corepack pnpm` are the client that they start. */
export function parseClientCall(command: readonly string[], cwd: string): ClientCall {
  const found = findProgram(command);
  if (found === undefined)
    return {
      kind: undefined,
      argumentsAt: command.length,
      subcommand: undefined,
      operands: [],
      folder: cwd,
      global: false,
    };
  const { kind, program, argumentsAt } = found;
  const words: string[] = [];
  let folder = cwd;
  const rest = command.slice(argumentsAt);
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? "";
    if (word === "--") break;
    if (!word.startsWith("-")) {
      words.push(word);
      continue;
    }
    const [name = word, inline] = word.startsWith("--") && word.includes("=") ? splitOnce(word) : [word, undefined];
    const value = inline ?? (VALUE_OPTIONS[kind].includes(name) ? rest[(index += 1)] : undefined);
    if (FOLDER_OPTIONS[kind].includes(name) && value !== undefined) folder = resolve(cwd, value);
  }
  const runner = RUNNERS.includes(program);
  return {
    kind,
    argumentsAt,
    subcommand: runner ? undefined : words[0],
    operands: runner ? words : words.slice(1),
    folder,
    global: rest.some((word) => GLOBAL_OPTIONS.includes(word)),
  };
}

function findProgram(
  command: readonly string[],
): { readonly kind: ClientKind; readonly program: string; readonly argumentsAt: number } | undefined {
  const [first = "", second = ""] = command.map(programName);
  const direct = kindOf(first);
  if (direct !== undefined) return { kind: direct, program: first, argumentsAt: 1 };
  if (first !== "node" && first !== "corepack") return undefined;
  const started = second.replace(/@.*$/, "");
  const kind = kindOf(started);
  return kind === undefined ? undefined : { kind, program: started, argumentsAt: 2 };
}

function kindOf(program: string): ClientKind | undefined {
  if (Object.hasOwn(PROGRAMS, program)) return PROGRAMS[program];
  // Yarn is often checked in as `.yarn/releases/yarn-4.1.0.cjs`.
  return /^yarn-\d/.test(program) ? "yarn" : undefined;
}

const programName = (word: string): string =>
  basename(word.replaceAll("\\", "/"))
    .toLowerCase()
    .replace(/\.(?:exe|cmd|ps1|c?js|mjs)$/, "");

function splitOnce(word: string): readonly [string, string] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}
