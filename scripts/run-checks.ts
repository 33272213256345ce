/**
 * `npm run check`: every part, the fast ones first; `npm run check -- lint types`: those parts. Each is an npm script of its
 * own. All run, so that one look shows all.
 */
import { spawnSync } from "node:child_process";
import { workspaceRoot } from "./workspace/project-files.ts";

const parts = [
  "format:check",
  "check:manifests",
  "check:hosts",
  "check:file-length",
  "check:docs",
  "check:imports",
  "check:test-mirror",
  "lint",
  "types",
  "check:exports",
  "check:packages",
  "test",
] as const;

const asked = process.argv.slice(2);
for (const name of asked) {
  if (!parts.some((part) => part === name))
    throw new Error(`${name} is no part of check; the parts are ${parts.join(", ")}`);
}

const failed = parts.filter((part) => {
  if (asked.length > 0 && !asked.includes(part)) return false;
  console.log(`\n== ${part}`);
  const { status } = spawnSync("npm", ["run", "--silent", part], { cwd: workspaceRoot, stdio: "inherit" });
  return status !== 0;
});

console.log(failed.length === 0 ? "\ncheck: all good" : `\ncheck: failed in ${failed.join(", ")}`);
if (failed.length > 0) process.exitCode = 1;
