import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout that these scripts belong to. */
export const workspaceRoot = dirname(dirname(import.meta.dirname));

/** What git tracks or would track, as `/`-separated paths relative to `root`, sorted. Throws outside a git checkout. */
export const projectFiles = (root: string): readonly string[] => {
  const options = { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], options);
  const files = new Set(listed.split("\0").filter((file) => file !== ""));
  // A tracked file that was deleted and not yet committed is still listed.
  return [...files].filter((file) => existsSync(join(root, file))).toSorted();
};
