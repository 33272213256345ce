import { spawn, spawnSync } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import type { Duration } from "./duration.ts";
import { endedChildrenCpu } from "./ended-children-cpu.ts";

export type TimedRun = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** A file for what the command prints: nobody reads along while it runs. */
  readonly output: string;
};

/**
 * From the start of the process to its end. Nothing else may run beside it as a child of this process.
 * @throws with the end of the output, when the command fails
 */
export const timedRun = async ({ command, args, cwd, env, output }: TimedRun): Promise<Duration> => {
  const log = openSync(output, "w");
  try {
    const cpuBefore = endedChildrenCpu();
    const started = performance.now();
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", log, log] });
    const ended = await new Promise<{ readonly code: number | null; readonly at: number }>((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code) => resolve({ code, at: performance.now() }));
    });
    if (ended.code !== 0) {
      throw new Error(
        `${command} ${args.join(" ")} exited ${ended.code ?? "by a signal"} in ${cwd}\n${readFileSync(output, "utf8").slice(-4000)}`,
      );
    }
    const milliseconds = ended.at - started;
    const cpuAfter = endedChildrenCpu();
    if (cpuBefore === undefined || cpuAfter === undefined) return { milliseconds };
    return { milliseconds, cpuMilliseconds: cpuAfter - cpuBefore };
  } finally {
    closeSync(log);
  }
};

/** Has the system write out what earlier runs left in memory, so that the next one does not pay for it. */
export const settleDisk = (): void => {
  // Windows has no `sync`; there the runs just share the cost.
  spawnSync("sync");
};
