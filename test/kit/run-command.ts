import { spawn } from "node:child_process";

export type CommandOptions = {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds until the process and its children are killed and the call throws. Default 120 000. */
  readonly timeout?: number | undefined;
  /** Written to standard input, which is then closed. */
  readonly input?: string | undefined;
  /** The user, and group, that it runs as: only root may name one. Default: whoever runs the tests. */
  readonly user?: number | undefined;
};

export type CommandResult = {
  /** Exit code; 128 when a signal ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
};

/** Runs a command to its end and collects what it printed. Throws when it can't start or runs out of time. */
export const runCommand = async (options: CommandOptions): Promise<CommandResult> => {
  const { command, args, cwd, env, timeout = 120_000, input = "", user } = options;
  const as = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(command, args, { cwd, env, stdio: ["pipe", "pipe", "pipe"], detached: true, ...as });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  // A client that reads no input may close the pipe before it is written to.
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }, timeout);
  const code = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? 128));
  }).finally(() => clearTimeout(timer));
  const result = { code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  if (late) {
    throw new Error(
      `${command} ${args.join(" ")} ran longer than ${timeout} ms\n${result.stdout.slice(-4000)}\n${result.stderr.slice(-4000)}`,
    );
  }
  return result;
};
