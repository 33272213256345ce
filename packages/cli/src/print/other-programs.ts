const CLIENTS = ["npm", "npx", "pnpm", "pnpx", "yarn", "bun", "bunx", "node"];
/** Commands of npm's that Headwater has none of the name for. */
const NPM_VERBS = [
  "access",
  "bugs",
  "cache",
  "config",
  "deprecate",
  "diff",
  "dist-tag",
  "doctor",
  "fund",
  "info",
  "link",
  "owner",
  "pack",
  "ping",
  "pkg",
  "publish",
  "rebuild",
  "restart",
  "run",
  "run-script",
  "search",
  "show",
  "start",
  "test",
  "unpublish",
  "version",
  "view",
  "whoami",
];

/** What to type when words belong to a client: its own command behind `exec --`. `undefined` when they belong to none. */
export function asClientCommand(binaryName: string, words: readonly string[]): string | undefined {
  const [first = ""] = words;
  if (CLIENTS.includes(first)) return `${binaryName} exec -- ${words.join(" ")}`;
  return NPM_VERBS.includes(first) ? `${binaryName} exec -- npm ${words.join(" ")}` : undefined;
}
