import { constants } from "node:os";
import { HeadwaterError } from "@headwater/resolver";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface InterruptionOptions {
  /** While it says yes, signals are somebody else's: they abort nothing. */
  readonly isPassedOn: () => boolean;
}

/**
 * Runs an action whose signal is aborted by Ctrl-C (or a kill). The action gets the chance to end cleanly; its answer is
 * then 128 and the number of the signal, as shells have it. A second Ctrl-C ends the process at once.
 */
export async function withInterruption(
  action: (signal: AbortSignal) => Promise<number>,
  { isPassedOn }: InterruptionOptions,
): Promise<number> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const interrupt = (signal: NodeJS.Signals): void => {
    if (isPassedOn()) return;
    if (received !== undefined) process.exit(128 + constants.signals[signal]);
    received = signal;
    controller.abort(new HeadwaterError("INTERRUPTED", `The command was ended by ${signal}.`));
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  try {
    const code = await action(controller.signal);
    return received === undefined ? code : 128 + constants.signals[received];
  } catch (error) {
    // What fails because it was told to stop is no failure of its own.
    if (received === undefined) throw error;
    return 128 + constants.signals[received];
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
  }
}

/**
 * The value, or a rejection once the signal is aborted. `grace` is how many milliseconds the work then still gets to end by
 * itself (default 0). @throws the signal's reason
 */
export function orInterruption<T>(promise: Promise<T>, signal: AbortSignal, grace = 0): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const stop = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error("interrupted"));
    const hurry = (): void => {
      if (grace === 0) stop();
      else timer = setTimeout(stop, grace);
    };
    if (signal.aborted) hurry();
    signal.addEventListener("abort", hurry, { once: true });
    promise.then(resolve, reject).finally(() => {
      signal.removeEventListener("abort", hurry);
      clearTimeout(timer);
    });
  });
}
