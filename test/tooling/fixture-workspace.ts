import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";

export type FixtureWorkspace = {
  readonly root: string;
  /** Writes a file, making its folders. */
  readonly write: (file: string, text: string) => void;
  readonly remove: () => void;
};

/** An empty git checkout in a temporary folder. */
export const createFixtureWorkspace = (): FixtureWorkspace => {
  const root = mkdtempSync(join(tmpdir(), "headwater-tooling-"));
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  return {
    root,
    write: (file, text) => {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** Gives a fixture this workspace's scripts and settings, so that `npm run` works in it. */
export const addTooling = ({ root }: FixtureWorkspace): void => {
  for (const name of ["scripts", "package.json", "tsconfig.json", ".oxlintrc.json", ".gitignore"]) {
    cpSync(join(workspaceRoot, name), join(root, name), { recursive: true });
  }
  symlinkSync(join(workspaceRoot, "node_modules"), join(root, "node_modules"), "junction");
};
