import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

export interface RunningScript {
  /** The next line that the script prints, as JSON. */
  next(): Promise<unknown>;
  /** Sends a line to its input. */
  say(line: string): void;
  /** Waits for a good end. */
  end(): Promise<void>;
}

/** Runs a script of this folder in a process of its own, e.g. `race-for-records.ts`. */
export function runScript(script: string, args: readonly string[]): RunningScript {
  return start(process.execPath, [fileURLToPath(new URL(script, import.meta.url)), ...args]);
}

/**
 * Runs shell commands as root of a mount namespace of their own, where `$NODE` runs this Node.js; what they mount is
 * gone when they end.
 */
export function runInOwnMounts(commands: string, args: readonly string[]): RunningScript {
  const shell = ["--map-root-user", "--mount", "sh", "-euc", `NODE='${process.execPath}'\n${commands}`, "sh"];
  return start("unshare", [...shell, ...args]);
}

export const scriptPath = (script: string): string => fileURLToPath(new URL(script, import.meta.url));

function start(command: string, args: readonly string[]): RunningScript {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = once(child, "close");
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines = readLines(child.stdout);
  return {
    async next() {
      const line = await lines.next();
      if (line.done === true) throw new Error(`The script ended: ${errors}`);
      return JSON.parse(line.value);
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    async end() {
      child.stdin.end();
      const [code] = await ended;
      expect({ code, errors }).toEqual({ code: 0, errors: "" });
    },
  };
}

async function* readLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = "";
  for await (const chunk of stream) {
    const lines = (rest + String(chunk)).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
