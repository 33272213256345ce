import type { ClientCall, ClientKind } from "./client-call.ts";

/** Which versions of the lockfile a command is going to install: all, all but those of packages it chooses anew, or none. */
export type AtStake = { readonly type: "all"; readonly except: ReadonlySet<string> } | { readonly type: "none" };

const NPM_INSTALL = [
  "install",
  "i",
  "in",
  "ins",
  "inst",
  "insta",
  "instal",
  "isnt",
  "isnta",
  "isntal",
  "isntall",
  "add",
  "install-test",
  "it",
];
const NPM_CI = ["ci", "clean-install", "ic", "install-clean", "isntall-clean", "install-ci-test", "cit"];

const INSTALL_COMMANDS: Readonly<Record<ClientKind, readonly (string | undefined)[]>> = {
  npm: [...NPM_INSTALL, ...NPM_CI],
  pnpm: ["install", "i", "add", "ci"],
  bun: ["install", "i", "add", "a", "ci"],
  // `yarn` alone installs.
  yarn: [undefined, "install", "add"],
};

/**
 * What of the lockfile must not be refused before the client starts. Commands that choose versions anew (`update`, `up`)
 * are how one gets away from a refused version, so they are judged by their outcome alone.
 */
export function lockedVersionsAtStake(call: ClientCall): AtStake {
  const { kind, subcommand, operands, global } = call;
  if (kind === undefined || global || !INSTALL_COMMANDS[kind].includes(subcommand)) return { type: "none" };
  return { type: "all", except: new Set(operands.map(packageName)) };
}

/** The package that a spec such as `@scope/name@^1` names. */
function packageName(spec: string): string {
  const at = spec.indexOf("@", 1);
  return at === -1 ? spec : spec.slice(0, at);
}
