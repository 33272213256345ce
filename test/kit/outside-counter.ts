import { readFile, writeFile } from "node:fs/promises";

/** Sees every socket and every looked-up name of the processes that run with its environment, and of those that they start. */
export interface OutsideCounter {
  readonly env: Readonly<Record<string, string>>;
  readonly clear: () => Promise<void>;
  /** `socket` and `lookup NAME`, in order. Throws when the counter was never loaded. */
  readonly seen: () => Promise<readonly string[]>;
}

/** @param file where it notes what it sees */
export function createOutsideCounter(file: string): OutsideCounter {
  return {
    env: { NODE_OPTIONS: `--import ${new URL("count-outside.ts", import.meta.url).href}`, COUNT_FILE: file },
    clear: () => writeFile(file, ""),
    async seen() {
      const lines = (await readFile(file, "utf8")).trim().split("\n");
      if (!lines.includes("loaded")) throw new Error("the counter was not loaded");
      return lines.filter((line) => line !== "loaded");
    },
  };
}
