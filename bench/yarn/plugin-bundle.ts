import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";

/** Where `npm run build:yarn-plugin` leaves it. */
export const defaultPlugin = join(
  workspaceRoot,
  "packages",
  "yarn-plugin",
  "bundles",
  "@yarnpkg",
  "plugin-headwater.js",
);

export const hasPlugin = (plugin: string): boolean => existsSync(plugin);

export const requirePlugin = (plugin: string): void => {
  if (!hasPlugin(plugin)) {
    throw new Error(`There is no plugin ${plugin}. Run npm run build:yarn-plugin, or name one with --plugin.`);
  }
};

export const pluginFacts = (plugin: string): Readonly<Record<string, string>> => ({
  plugin: `${(statSync(plugin).size / 1024).toFixed(0)} KiB`,
});
