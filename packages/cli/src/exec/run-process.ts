import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import { HeadwaterError } from "@headwater/resolver";

export interface RunProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface ProcessExit {
  /**
   * 128 and the number of `signal` when the process ended by it or, after it, with any code but 0: clients differ in the code
   * they then end with (npm has more than one), and whoever asks wants to know of the Ctrl-C. Otherwise the process's own.
   */
  readonly code: number;
  /** What ended the process, or else what was last sent while it ran. */
  readonly signal: NodeJS.Signals | undefined;
}

const FORWARDED = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a program to its end on this process's own terminal, and passes signals on to it. @throws CLIENT_NOT_FOUND */
export async function runProcess(options: RunProcessOptions): Promise<ProcessExit> {
  const { command, args, cwd, env, stdin, stdout, stderr } = options;
  const ours = [stdin === process.stdin, stdout === process.stdout, stderr === process.stderr];
  const stdio: StdioOptions = ours.map((inherited, index) => (inherited ? "inherit" : index === 0 ? "ignore" : "pipe"));
  const child = spawn(command, [...args], { cwd, env, stdio });
  child.stdout?.pipe(stdout, { end: false });
  child.stderr?.pipe(stderr, { end: false });
  const forwarding = forwardSignals(child, stdin);
  try {
    const own = await ended(child, command);
    const signal = own.signal ?? forwarding.received();
    return { code: signal === undefined || own.code === 0 ? own.code : 128 + constants.signals[signal], signal };
  } finally {
    forwarding.stop();
  }
}

/** How the process itself ended: its exit code, or else the signal that ended it. */
function ended(child: ChildProcess, command: string): Promise<ProcessExit> {
  return new Promise((resolve, reject) => {
    child.once("error", (error: NodeJS.ErrnoException) => reject(startError(command, error)));
    child.once("close", (code, signal) => resolve({ code: code ?? 1, signal: signal ?? undefined }));
  });
}

interface Forwarding {
  /** The last signal that came. */
  readonly received: () => NodeJS.Signals | undefined;
  readonly stop: () => void;
}

/** At a terminal Ctrl-C reaches the client by itself; a second one from us would count as the user's second. */
function forwardSignals(child: ChildProcess, stdin: Readable): Forwarding {
  const atTerminal = "isTTY" in stdin && stdin.isTTY === true;
  let received: NodeJS.Signals | undefined;
  const forward = (signal: NodeJS.Signals): void => {
    received = signal;
    if (signal !== "SIGINT" || !atTerminal) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return {
    received: () => received,
    stop: () => {
      for (const signal of FORWARDED) process.off(signal, forward);
    },
  };
}

function startError(command: string, cause: NodeJS.ErrnoException): Error {
  if (cause.code !== "ENOENT" && cause.code !== "EACCES") return cause;
  const why = cause.code === "ENOENT" ? "is not on the PATH" : "is no program that may be run";
  return new HeadwaterError("CLIENT_NOT_FOUND", `The client ${JSON.stringify(command)} ${why}.`, {
    hint: "Install it, or write its path; the client and its arguments stand behind --, as in: headwater exec -- npm install",
    cause,
    details: { command },
  });
}
