import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";

/** One folder in which commands are shown and run. The first command that fails ends the whole story with its exit code. */
export type Stage = {
  /** Runs `command` with `args`, printed as `$ <shown>`. `variables` are for this command alone, and part of what is shown. */
  readonly run: (shown: string, command: ShownCommand, variables?: Readonly<Record<string, string>>) => void;
  /** Removes files and folders, given relative to the stage's folder. */
  readonly forget: (...paths: readonly string[]) => void;
};

export type ShownCommand = { readonly command: string; readonly args: readonly string[] };

/** A heading of the story. */
export const say = (text: string): void => {
  process.stdout.write(`\n\u001b[1m${text}\u001b[22m\n`);
};

export const createStage = (folder: string, environment: Readonly<Record<string, string>>): Stage => ({
  run: (shown, { command, args }, variables = {}) => {
    const assignments = Object.entries(variables).map(([name, value]) => `${name}=${value} `);
    process.stdout.write(`$ ${assignments.join("")}${shown}\n`);
    const env = { ...process.env, ...environment, ...variables };
    const { status, error } = spawnSync(command, args, { cwd: folder, env, stdio: "inherit" });
    if (error !== undefined) throw error;
    if (status !== 0) process.exit(status ?? 1);
  },
  forget: (...paths) => {
    for (const path of paths) rmSync(join(folder, path), { recursive: true, force: true });
  },
});
