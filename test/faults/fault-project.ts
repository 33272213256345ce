import { spawn } from "node:child_process";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text as textOf } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { runCommandLine } from "headwater";
import { findViolations } from "../drills/store-invariants.ts";
import {
  createHeadwaterProject,
  type HeadwaterProject,
  type HeadwaterProjectOptions,
  type RunOptions,
} from "../kit/headwater-project.ts";
import { clientEnvironment } from "../kit/run-client.ts";
import type { CommandResult } from "../kit/run-command.ts";
import type { TestClient } from "../kit/test-client.ts";

export const headwaterBin = fileURLToPath(new URL("../../packages/cli/bin/headwater.js", import.meta.url));

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly client?: TestClient;
  /** Options of Node itself. */
  readonly nodeArgs?: readonly string[];
}

/** A command that runs while the test goes on, in a process group of its own. */
export interface RunningCommand {
  /** What it has printed so far. */
  readonly printed: () => string;
  /** Waits until it has printed this. */
  readonly prints: (text: string) => Promise<void>;
  /** Sends a signal to the whole group, as a terminal does. */
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<CommandResult & { readonly signal: NodeJS.Signals | null }>;
}

/** A project whose runs keep their temporary files in a folder of its own, so that what they leave behind can be seen. */
export interface FaultProject extends HeadwaterProject {
  readonly temporary: string;
  readonly environment: (client?: TestClient) => Record<string, string>;
  /** Runs `headwater …` in this process, which is quicker where there is much to try. */
  readonly quickly: (args: readonly string[], env?: Readonly<Record<string, string>>) => Promise<CommandResult>;
  readonly start: (args: readonly string[], options?: StartOptions) => RunningCommand;
  /** What is wrong with the store, and what runs and writers have left lying about. */
  readonly harm: () => Promise<readonly string[]>;
  /** Removes what an install leaves in the project and in the client's caches. */
  readonly forget: () => Promise<void>;
}

export const PACKAGE_JSON = '{"name":"app","version":"1.0.0"}\n';

export async function createFaultProject(options: HeadwaterProjectOptions = {}): Promise<FaultProject> {
  const files = { "package.json": PACKAGE_JSON, ...options.files };
  const project = await createHeadwaterProject({ domain: "acme", ...options, files });
  const temporary = join(project.root, "tmp");
  await mkdir(temporary);
  const started: RunningCommand[] = [];
  // Node's cache of compiled code stays where all runs share it: they are many.
  const own = { TMPDIR: temporary, NODE_COMPILE_CACHE: join(tmpdir(), "node-compile-cache") };
  const within = (run: RunOptions & { readonly repository?: string } = {}) => ({ ...run, env: { ...own, ...run.env } });
  const environment: FaultProject["environment"] = (client = "npm-12") => ({
    ...clientEnvironment({ client, home: project.home }),
    HEADWATER_CONFIG: project.configFile,
    ...own,
  });
  return {
    ...project,
    temporary,
    environment,
    headwater: (args, run) => project.headwater(args, within(run)),
    json: (args, run) => project.json(args, within(run)),
    exec: (client, args, run) => project.exec(client, args, within(run)),
    async quickly(args, env = {}) {
      const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
      const printed = Promise.all([textOf(stdout), textOf(stderr)]);
      const context = { stdin, stdout, stderr, colorDepth: 1, cwd: project.folder, env: { ...environment(), ...env } };
      const code = await runCommandLine(args, context);
      stdout.end();
      stderr.end();
      const [out, err] = await printed;
      return { code, stdout: out, stderr: err };
    },
    start: (args, { env = {}, client = "npm-12", nodeArgs = [] } = {}) => {
      const command = [...nodeArgs, headwaterBin, ...args];
      const running = startCommand(process.execPath, command, project.folder, { ...environment(client), ...env });
      started.push(running);
      return running;
    },
    async harm() {
      const domain = await project.open();
      try {
        return [...(await findViolations(domain)), ...(await leftovers(temporary, project.store))];
      } finally {
        await domain.close();
      }
    },
    async forget() {
      for (const name of ["node_modules", "package-lock.json", "pnpm-lock.yaml", "bun.lock", "yarn.lock", ".yarn"])
        await rm(join(project.folder, name), { recursive: true, force: true });
      for (const [name, text] of Object.entries(files)) await writeFile(join(project.folder, name), text);
      await project.clearClientCaches();
    },
    async close() {
      // What a failed test left running must not outlive it.
      for (const running of started) running.signal("SIGKILL");
      await project.close();
    },
  };
}

/** Starts a command in a process group of its own. */
export function startCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>>,
): RunningCommand {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended: RunningCommand["ended"] = new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code: code ?? 128, signal, stdout, stderr }));
  });
  return {
    printed: () => stdout + stderr,
    async prints(text) {
      while (!(stdout + stderr).includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without printing ${text}:\n${stdout}${stderr}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    signal(signal) {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
        process.kill(-child.pid, signal);
    },
    ended,
  };
}

/** Files of runs and of writers that have ended. */
async function leftovers(temporary: string, store: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of [temporary, join(store, "assets", "tmp"), join(store, "assets", "renditions", "tmp")]) {
    const names = await readdir(folder).catch(() => []);
    found.push(...names.map((name) => join(folder, name)));
  }
  return found;
}
