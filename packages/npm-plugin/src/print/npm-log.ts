import type { Writable } from "node:stream";
import { format } from "node:util";
import { redact } from "@headwater/resolver";

const LEVELS = ["silly", "verbose", "info", "http", "notice", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LEVELS)[number];

export interface NpmLogOptions {
  /** npm's setting `loglevel`. */
  readonly level: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Makes room on the screen. */
  readonly beforeWriting?: () => void;
}

/**
 * Shows what npm's libraries have to say, as npm does: `npm warn deprecated …` on standard error, by level. Returns what ends it.
 * Proven in test/print/npm-log.test.ts
 */
export function showNpmLog({ level, stdout, stderr, beforeWriting = () => undefined }: NpmLogOptions): () => void {
  const least = LEVELS.indexOf((LEVELS as readonly string[]).includes(level) ? (level as LogLevel) : "notice");
  const onLog = (of: string, ...words: readonly unknown[]): void => {
    const at = (LEVELS as readonly string[]).indexOf(of);
    if (at < least || of === "silent") return;
    beforeWriting();
    const [title, ...rest] = words.length > 1 ? words : ["", ...words];
    const prefix = ["npm", of, ...(typeof title === "string" && title !== "" ? [title] : [])].join(" ");
    for (const line of format(...(rest as [unknown])).split("\n"))
      stderr.write(redact(`${prefix} ${line}`.trimEnd()) + "\n");
  };
  const onOutput = (of: string, ...words: readonly unknown[]): void => {
    if (of !== "standard" && of !== "error") return;
    beforeWriting();
    (of === "error" ? stderr : stdout).write(`${format(...(words as [unknown]))}\n`);
  };
  process.on("log" as never, onLog as never);
  process.on("output" as never, onOutput as never);
  return () => {
    process.off("log", onLog as never);
    process.off("output", onOutput as never);
  };
}
