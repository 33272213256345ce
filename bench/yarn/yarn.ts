/** The pinned Yarn 4, with a home of its own and the same settings in every system. */
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { clientEnvironment } from "../../test/kit/run-client.ts";
import { clientCommand, testClientFolder } from "../../test/kit/test-client.ts";
import type { Duration } from "../measure/duration.ts";
import { timedRun } from "../measure/timed-run.ts";

export type YarnRun = {
  readonly args: readonly string[];
  readonly cwd: string;
  /** An empty one means an empty cache. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
};

/** What could make two runs differ, or wait, is off; a fault fails the run instead of slowing it. */
const settings = {
  YARN_ENABLE_IMMUTABLE_INSTALLS: "0",
  YARN_ENABLE_PROGRESS_BARS: "0",
  YARN_ENABLE_SCRIPTS: "0",
  YARN_HTTP_RETRY: "0",
  // The Yarn that the project names is not the one that is measured.
  YARN_IGNORE_PATH: "1",
  // What is resolved must not depend on the day.
  YARN_NPM_MINIMAL_AGE_GATE: "0",
};

/** @throws when Yarn fails */
export const runYarn = async ({ args, cwd, home, env }: YarnRun): Promise<Duration> => {
  await mkdir(home, { recursive: true });
  const { command, args: entry } = clientCommand("yarn-4");
  return timedRun({
    command,
    args: [...entry, ...args],
    cwd,
    env: clientEnvironment({ client: "yarn-4", home, env: { ...settings, ...env } }),
    output: join(home, "yarn-output.txt"),
  });
};

/** The variables that make a registry Yarn's own, and let it speak with loopback, as the plugin does to fill its domain. */
export const registryVariables = (url: string): Readonly<Record<string, string>> => ({
  YARN_NPM_REGISTRY_SERVER: url.replace(/\/$/, ""),
  YARN_UNSAFE_HTTP_WHITELIST: "127.0.0.1",
});

export const yarnVersion = async (): Promise<string> => {
  const manifest = join(testClientFolder("yarn-4"), "node_modules", "@yarnpkg", "cli-dist", "package.json");
  return (JSON.parse(await readFile(manifest, "utf8")) as { readonly version: string }).version;
};
