/** The pinned npm 12 and Headwater's command line, on one Node, with the same settings and a home of its own for each run. */
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { clientEnvironment } from "../../test/kit/run-client.ts";
import { type ClientCommand, clientCommand, testClientFolder } from "../../test/kit/test-client.ts";
import type { InstallCase } from "../install/system.ts";
import type { Duration } from "../measure/duration.ts";
import { timedRun } from "../measure/timed-run.ts";

/** What could make two runs differ, or wait, is off. */
const flags = ["--no-audit", "--no-fund", "--no-progress", "--fetch-retries=0"];

const words: Readonly<Record<InstallCase, string>> = { "with a lockfile": "ci", "without a lockfile": "install" };

export type InstallCommandOptions = {
  /** What is run: npm or Headwater. */
  readonly program: ClientCommand;
  readonly installCase: InstallCase;
  readonly cwd: string;
  /** Must not be there: an empty one means an empty cache. */
  readonly home: string;
  readonly registry: string;
  /** Another cache than the one in the home. */
  readonly cache?: string | undefined;
};

/** @throws when the install fails */
export const runInstall = async (options: InstallCommandOptions): Promise<Duration> => {
  const { program, installCase, cwd, home, registry, cache } = options;
  await mkdir(home);
  return timedRun({
    command: program.command,
    args: [...program.args, words[installCase], ...flags],
    cwd,
    env: clientEnvironment({
      client: "npm-12",
      home,
      registry,
      ...(cache === undefined ? {} : { env: { npm_config_cache: cache } }),
    }),
    output: join(home, "output.txt"),
  });
};

export const npmProgram = (): ClientCommand => clientCommand("npm-12");

/** Of the checkout, or as `npm run build` leaves it. @throws when that has not been run */
export const headwaterProgram = (built: boolean): ClientCommand => {
  const folder = built ? join(workspaceRoot, "dist", "packages", "cli") : join(workspaceRoot, "packages", "cli");
  if (!existsSync(folder)) throw new Error(`There is no ${folder}. Run npm run build, or leave out --built.`);
  return { command: process.execPath, args: [join(folder, "bin", "headwater.js")] };
};

export const npmVersion = async (): Promise<string> => {
  const manifest = join(testClientFolder("npm-12"), "node_modules", "npm", "package.json");
  return (JSON.parse(await readFile(manifest, "utf8")) as { readonly version: string }).version;
};
