import { basename, resolve } from "node:path";
import type { ClientKind } from "./client-kind.ts";
import { optionTaking } from "./client-options.ts";

/** A word of a command line that is no option. */
export interface CallWord {
  readonly text: string;
  /** It may be the value of the option before it, which is none that is known. */
  readonly isDoubtful: boolean;
}

/** A command line of a client, taken apart as far as it matters here. */
export interface ClientCall {
  /** `undefined`: some other program, which may run any client. */
  readonly kind: ClientKind | undefined;
  /** How many words of the command come before the client's own arguments. */
  readonly argumentsAt: number;
  /** npx or its like, which has no command of its own. */
  readonly isRunner: boolean;
  /** The command, e.g. `install`, and what it is given, without options and their values. */
  readonly words: readonly CallWord[];
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

const FOLDER_OPTIONS: Readonly<Record<ClientKind, readonly string[]>> = {
  npm: ["--prefix", "-C"],
  pnpm: ["--dir", "-C"],
  bun: ["--cwd"],
  yarn: ["--cwd"],
};

/** Reads a client's command line. `node …/npm-cli.js` and `corepack pnpm` are the client that they start. */
export function parseClientCall(command: readonly string[], cwd: string): ClientCall {
  const found = findProgram(command);
  if (found === undefined)
    return {
      kind: undefined,
      argumentsAt: command.length,
      isRunner: false,
      words: [],
      folder: cwd,
      global: false,
    };
  const { kind, program, argumentsAt } = found;
  const { words, options } = readWords(kind, command.slice(argumentsAt));
  const folder = options.findLast(({ name, value }) => FOLDER_OPTIONS[kind].includes(name) && value !== undefined);
  return {
    kind,
    argumentsAt,
    isRunner: RUNNERS.includes(program),
    words,
    folder: folder?.value === undefined ? cwd : resolve(cwd, folder.value),
    global: kind !== "yarn" && isGlobal(options),
  };
}

/** The command as far as it is sure. */
export const subcommandOf = ({ isRunner, words }: ClientCall): string | undefined =>
  isRunner ? undefined : words.find(({ isDoubtful }) => !isDoubtful)?.text;

interface CallOption {
  readonly name: string;
  readonly value: string | undefined;
}

function readWords(
  kind: ClientKind,
  rest: readonly string[],
): { readonly words: readonly CallWord[]; readonly options: readonly CallOption[] } {
  const words: CallWord[] = [];
  const options: CallOption[] = [];
  for (let index = 0; index < rest.length; index += 1) {
    const word = rest[index] ?? "";
    const next = rest[index + 1];
    if (word === "--") {
      // npm and pnpm look for their command behind it too; Yarn leaves it to the script.
      if (kind !== "yarn") words.push(...rest.slice(index + 1).map((text) => ({ text, isDoubtful: false })));
      break;
    }
    if (!word.startsWith("-")) {
      words.push({ text: word, isDoubtful: false });
      continue;
    }
    const [name, inline] = word.startsWith("--") && word.includes("=") ? splitOnce(word) : [word, undefined];
    const taking = inline === undefined ? optionTaking(kind, name) : "flag";
    const isTaken =
      next !== undefined && next !== "--" && (taking === "value" || (inline === undefined && isTruth(next)));
    options.push({ name, value: inline ?? (isTaken ? next : undefined) });
    if (isTaken) index += 1;
    else if (taking === "unknown" && next !== undefined && !next.startsWith("-")) {
      words.push({ text: next, isDoubtful: true });
      index += 1;
    }
  }
  return { words, options };
}

/** What a flag may be followed by. */
const isTruth = (word: string): boolean => word === "true" || word === "false";

/** npm goes by either of the two settings. */
function isGlobal(options: readonly CallOption[]): boolean {
  const flag = options.findLast(({ name }) => ["-g", "--global", "--no-global", "--local"].includes(name));
  const location = options.findLast(({ name }) => ["-L", "--location"].includes(name));
  const isSet = flag !== undefined && ["-g", "--global"].includes(flag.name) && flag.value !== "false";
  return isSet || location?.value === "global";
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
