import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

/**
 * The folder of the npm that a user would run, found by PATH: its built-in settings count, and scripts that call `npm_execpath`
 * reach it. `undefined` when there is none, or only a program that stands for it.
 */
export function findNpm(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === "PATH")?.[1] ?? "";
  for (const folder of path.split(delimiter).filter((each) => each !== "")) {
    const program = realPath(join(folder, process.platform === "win32" ? "node_modules/npm/bin/npm-cli.js" : "npm"));
    if (program?.endsWith(join("bin", "npm-cli.js")) === true) return dirname(dirname(program));
  }
  return undefined;
}

/** The node-gyp that an npm builds native addons with. */
export function findNodeGyp(npm: string): string | undefined {
  try {
    return createRequire(join(npm, "package.json")).resolve("node-gyp/bin/node-gyp.js");
  } catch {
    return undefined;
  }
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
