import type { CallWord, ClientCall } from "./client-call.ts";
import type { ClientKind } from "./client-kind.ts";

/** Which versions of the lockfile a command is going to install: all, all but those of packages it chooses anew, or none. */
export type AtStake = { readonly type: "all"; readonly except: ReadonlySet<string> } | { readonly type: "none" };

/** The packages that these name are chosen anew. */
const CHOOSING: Readonly<Record<ClientKind, readonly string[]>> = {
  npm: ["install", "add", "install-test", "i", "in", "ins", "inst", "insta", "instal", "it"].concat(
    ["isnt", "isnta", "isntal", "isntall"], // npm knows how it is mistyped.
  ),
  pnpm: ["install", "i", "add", "install-test", "it"],
  bun: ["install", "i", "add", "a"],
  yarn: ["add"],
};

/** These install what is locked, whatever they name. */
const AS_LOCKED: Readonly<Record<ClientKind, readonly string[]>> = {
  npm: ["ci", "clean-install", "ic", "install-clean", "isntall-clean"].concat(
    ["install-ci-test", "clean-install-test", "cit", "sit"], // And tests.
  ),
  pnpm: ["ci", "clean-install", "ic", "install-clean", "deploy", "pipeline"],
  bun: ["ci"],
  yarn: ["install", "focus", "rebuild"],
};

/** How many words stand before the command that is meant, with these in front of it. */
const PREFIXES: Readonly<Record<ClientKind, Readonly<Record<string, number>>>> = {
  npm: {},
  pnpm: { recursive: 1, multi: 1, m: 1, with: 2 },
  bun: {},
  yarn: { workspace: 2, workspaces: 1 },
};

/**
 * What of the lockfile must not be refused before the client starts: all that it installs, and in doubt all. Commands that choose
 * versions anew (`update`, `up`) are how one gets away from a refused version, so they are judged by their outcome alone.
 */
export function lockedVersionsAtStake({ kind, isRunner, words, global }: ClientCall): AtStake {
  if (kind === undefined || isRunner || global) return { type: "none" };
  for (let index = 0; index < words.length; index += 1) {
    const { text, isDoubtful } = words[index] ?? { text: "", isDoubtful: true };
    if (isOneOf(CHOOSING, kind, text)) return { type: "all", except: new Set(namesOf(words.slice(index + 1))) };
    if (isOneOf(AS_LOCKED, kind, text)) return ALL;
    const prefix = Object.hasOwn(PREFIXES[kind], text) ? PREFIXES[kind][text] : undefined;
    if (prefix !== undefined) index += prefix - 1;
    // Yarn runs a command in the folder that stands before it.
    else if (!isDoubtful && !(kind === "yarn" && /[/\\]/.test(text))) return { type: "none" };
  }
  // `yarn` alone installs.
  return kind === "yarn" ? ALL : { type: "none" };
}

const ALL: AtStake = { type: "all", except: new Set() };

/** npm takes the beginning of a command's name for the whole of it, and `installTest` for `install-test`. */
function isOneOf(commands: Readonly<Record<ClientKind, readonly string[]>>, kind: ClientKind, word: string): boolean {
  if (kind !== "npm") return commands[kind].includes(word);
  const name = word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  // Of one letter they are commands of their own.
  return commands.npm.some((each) => each === name || (name.length > 1 && each.startsWith(name)));
}

const namesOf = (operands: readonly CallWord[]): readonly string[] =>
  operands.filter(({ isDoubtful }) => !isDoubtful).map(({ text }) => packageName(text));

/** The package that a spec such as `@scope/name@^1` names. */
function packageName(spec: string): string {
  const at = spec.indexOf("@", 1);
  return at === -1 ? spec : spec.slice(0, at);
}
