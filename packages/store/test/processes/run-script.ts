import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const UNSHARE = "unshare";
const OWN_MOUNTS = ["--map-root-user", "--mount"];

export interface RunningScript {
  /** The next line that the script prints, as JSON. */
  next(): Promise<unknown>;
  /** Sends a line to its input. */
  say(line: string): void;
  /** Waits for a good end. */
  end(): Promise<void>;
}

/** Runs a script in a process of its own. */
export function runScript(script: URL, args: readonly string[]): RunningScript {
  return start(process.execPath, [fileURLToPath(script), ...args]);
}

/**
 * Runs shell commands as root of a mount namespace of their own, where `$NODE` runs this Node.js; what they mount is
 * gone when they end.
 */
export function runInOwnMounts(commands: string, args: readonly string[]): RunningScript {
  const shell = ["sh", "-euc", `NODE='${process.execPath}'\n${commands}`, "sh"];
  return start(UNSHARE, [...OWN_MOUNTS, ...shell, ...args]);
}

/** Whether this system lets this user mount in a namespace of its own. */
export const mayMount = (): boolean =>
  spawnSync(UNSHARE, [...OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

function start(command: string, args: readonly string[]): RunningScript {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
  const lines = readLines(child.stdout);
  return {
    async next() {
      const line = await lines.next();
      if (line.done === true) throw new Error(`The script ended: ${errors}`);
      return JSON.parse(line.value) as unknown;
    },
    say: (line) => void child.stdin.write(`${line}\n`),
    async end() {
      child.stdin.end();
      expect({ code: await ended, errors }).toEqual({ code: 0, errors: "" });
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
