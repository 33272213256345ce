import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { clientCommand } from "../../test/kit/test-client.ts";
import { workspaceRoot } from "../workspace/project-files.ts";
import { type ShownCommand, createStage, say } from "./stage.ts";

const example = join(workspaceRoot, "examples", "yarn-monorepo");
const bundle = join(workspaceRoot, "packages", "yarn-plugin", "bundles", "@yarnpkg", "plugin-headwater.js");

/** What an install, a build or a domain may have left in the example. Of `.yarn`, only the patches are its own. */
const isLeftOver = (path: string): boolean => {
  const parts = path.split(sep);
  if (parts[0] === ".yarn") return parts.length > 1 && parts[1] !== "patches";
  return parts.some((part) => /^(node_modules|dist|\.headwater|\.pnp\..*)$/.test(part));
};

/** `yarn plugin import` writes to .yarnrc.yml, so the story is told in a fresh copy that git ignores. */
const copyExample = (folder: string): void => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  cpSync(example, folder, { recursive: true, filter: (source) => !isLeftOver(relative(example, source)) });
};

const script = (name: string, ...args: readonly string[]): ShownCommand => ({
  command: process.execPath,
  args: [join(workspaceRoot, "scripts", name), ...args],
});

/** The Yarn monorepo through the plugin, from `plugin import` on. */
export const tellYarnExample = (): void => {
  say("5. Yarn: build the plugin, and import it into a copy of the example");
  const checkout = createStage(workspaceRoot, {});
  checkout.run("npm run build:yarn-plugin", { command: "npm", args: ["run", "--silent", "build:yarn-plugin"] });
  checkout.run("node scripts/install-test-clients.ts yarn-4", script("install-test-clients.ts", "yarn-4"));

  const folder = join(workspaceRoot, "examples", ".run", "yarn-monorepo");
  copyExample(folder);
  const globalFolder = join(folder, ".yarn", "global");
  const { run, forget } = createStage(folder, { YARN_ENABLE_TELEMETRY: "0", YARN_GLOBAL_FOLDER: globalFolder });
  const yarn = (args: readonly string[], variables?: Readonly<Record<string, string>>): void => {
    const client = clientCommand("yarn-4");
    run(`yarn ${args.join(" ")}`, { command: client.command, args: [...client.args, ...args] }, variables);
  };
  yarn(["plugin", "import", relative(folder, bundle)]);

  say("6. Install it through the repository `team`, and see who holds what");
  yarn(["install", "--immutable"]);
  yarn(["headwater", "stats"]);
  yarn(["headwater", "explain", "lightningcss"]);

  say("7. Again with empty caches, the external connection cut and Yarn's own network off");
  forget("node_modules", ".pnp.cjs", ".pnp.loader.mjs", ".yarn/unplugged", ".yarn/install-state.gz", ".yarn/global");
  // With its network off, Yarn fails at the first request that the plugin does not answer.
  yarn(["install", "--immutable"], { HEADWATER_CONFIG: "headwater.cut-off.yml", YARN_ENABLE_NETWORK: "0" });
  yarn(["ferry", "fares", "gronvig", "stavnso"]);
  say("Everything came from the domain.");
};
