import { spawnSync } from "node:child_process";
import { join } from "node:path";

/**
 * Compiles the libraries' sources into `dist/libraries/<folder>/src`, `.js` and `.d.ts` beside each other.
 * On a type error, which tsc prints, it emits nothing and answers false.
 */
export const buildLibraries = (root: string): boolean => {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const project = join(root, "scripts", "packaging", "tsconfig.libraries.json");
  const { status, error } = spawnSync(process.execPath, [compiler, "--project", project], {
    cwd: root,
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  return status === 0;
};
