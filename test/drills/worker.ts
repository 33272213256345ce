import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { HeadwaterProject } from "../kit/headwater-project.ts";
import { clientEnvironment } from "../kit/run-client.ts";

/** A drill's process that has opened its domain and waits for the word. */
export interface Worker {
  readonly process: ChildProcess;
  /** Gives the word: begin (install), or stop (sweep). */
  readonly tell: () => void;
  /** Waits for the end. Throws with what it printed unless it exited with 0. */
  readonly end: () => Promise<void>;
  /** What it sent since it was ready. */
  readonly messages: readonly unknown[];
}

export async function startWorker(
  file: "install-worker.ts" | "publish-worker.ts" | "sweep-worker.ts" | "change-worker.ts" | "upkeep-worker.ts",
  project: HeadwaterProject,
  args: readonly string[],
): Promise<Worker> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [project.configFile, ...args], {
    env: clientEnvironment({ client: "npm-12", home: project.home }),
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const messages: unknown[] = [];
  const exited = once(child, "exit");
  const first = await Promise.race([once(child, "message"), exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`${file} ended before it was ready:\n${printed}`);
  child.on("message", (message) => messages.push(message));
  return {
    process: child,
    messages,
    tell: () => child.send("go"),
    async end() {
      const [code, signal] = (await exited) as [number | null, string | null];
      if (code !== 0) throw new Error(`${file} ${args.join(" ")} ended with ${code ?? signal}:\n${printed}`);
    },
  };
}
