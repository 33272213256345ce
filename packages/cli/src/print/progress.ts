import type { Writable } from "node:stream";

/** Shows how far something has come; `stop` leaves nothing of it on the screen. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

export interface ProgressOptions {
  readonly label: string;
  readonly stream: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds before anything is shown, so that quick work flickers nothing. Default 400. */
  readonly delay?: number;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

/** A bar on a terminal; nothing at all in CI, in a dumb terminal or into a file. */
export async function createProgress(options: ProgressOptions): Promise<Progress> {
  if (!showsProgress(options)) return SILENT;
  // Loaded here, because most runs show no bar.
  const { default: cliProgress } = await import("cli-progress");
  const { stream, label, delay = 400 } = options;
  const startTime = Date.now();
  const bar = new cliProgress.SingleBar({
    stream,
    format: `${label} {bar} {value}/{total}`,
    clearOnComplete: true,
    hideCursor: true,
    // Ctrl-C belongs to the command, not to the bar.
    gracefulExit: false,
  });
  let started = false;
  return {
    update: (done, total) => {
      if (!started && Date.now() - startTime < delay) return;
      if (started) bar.setTotal(total);
      else bar.start(total, done);
      started = true;
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
      started = false;
    },
  };
}

/** Whether a person is watching: a terminal that can move its cursor, and no CI. */
export function showsProgress({ stream, env }: Pick<ProgressOptions, "stream" | "env">): boolean {
  const ci = env["CI"];
  return (
    "isTTY" in stream &&
    stream.isTTY === true &&
    env["TERM"] !== "dumb" &&
    (ci === undefined || ci === "" || ci === "false")
  );
}
