/** A command in a pseudo terminal, as a person has it before them. */
import { spawn, spawnSync } from "node:child_process";
import { stripVTControlCharacters } from "node:util";

/** What is typed once the screen has shown a text since the last time that something was typed. */
export type Step = { readonly when: string; readonly type: string };

export type TerminalOptions = {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  /** Milliseconds. Default 60 000. */
  readonly timeout?: number;
};

export type TerminalResult = {
  readonly code: number;
  /** All that was written to the terminal, without control sequences. */
  readonly screen: string;
  /** With them. */
  readonly raw: string;
};

/** util-linux's `script` makes terminals; other systems have another program of that name, or none. */
export const hasTerminal = (): boolean => spawnSync("script", ["-qec", "exit 7", "/dev/null"]).status === 7;

/** Runs the command to its end. */
export async function runInTerminal(options: TerminalOptions): Promise<TerminalResult> {
  const { command, cwd, env, steps, timeout = 60_000 } = options;
  const line = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  // A new terminal has no size, and whoever draws on one divides by it.
  const sized = `stty rows 40 columns 120; exec ${line}`;
  const child = spawn("script", ["-qec", sized, "/dev/null"], { cwd, env: { ...env, TERM: "xterm-256color" } });
  let written = "";
  let since = 0;
  const waiting = [...steps];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    written += text;
    const step = waiting[0];
    if (step === undefined || !stripVTControlCharacters(written.slice(since)).includes(step.when)) return;
    waiting.shift();
    since = written.length;
    child.stdin.write(step.type);
  });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once("error", reject).once("close", (code) => resolve(code ?? 128));
  const timer = setTimeout(() => {
    child.kill("SIGKILL");
    reject(new Error(`${line} waits for ${JSON.stringify(waiting)}, ${timeout} ms long:\n${written}`));
  }, timeout);
  const code = await promise.finally(() => clearTimeout(timer));
  return { code, screen: stripVTControlCharacters(written), raw: written };
}
