/**
 * Loaded before the command line (`node --import`): waits of ten seconds and more take a fiftieth of their time, so that
 * patience runs out while a test looks on. Nothing else of the program is touched.
 */
const HASTE = 50;
const LONG = 10_000;

const hasty = (milliseconds: number | undefined): number | undefined =>
  milliseconds !== undefined && milliseconds >= LONG ? milliseconds / HASTE : milliseconds;

const { setTimeout: ownSetTimeout } = globalThis;
Object.assign(globalThis, {
  setTimeout: Object.assign(
    (run: (...args: unknown[]) => void, milliseconds?: number, ...rest: unknown[]) =>
      ownSetTimeout(run, hasty(milliseconds), ...rest),
    ownSetTimeout,
  ),
});
const ownTimeout = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (milliseconds) => ownTimeout(hasty(milliseconds) ?? milliseconds);
