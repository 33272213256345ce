import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { runProcess } from "../../src/exec/run-process.ts";

function run(script: string, command = process.execPath, stdin = new PassThrough()) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const env = { PATH: process.env["PATH"] ?? "", GREETING: "hello" };
  return {
    stdout,
    exit: runProcess({ command, args: ["-e", script], cwd: process.cwd(), env, stdin, stdout, stderr }),
  };
}

/** A client that runs until it is sent the signal. */
const answering = (signal: NodeJS.Signals, action: string, listens: "on" | "once" = "on"): string =>
  `process.${listens}('${signal}', () => ${action}); setInterval(() => {}, 1000); console.log('up')`;

test("answers the exit code, with the environment given and nothing else", async () => {
  const { stdout, exit } = run("console.log(process.env.GREETING, process.env.HOME); process.exit(3)");
  expect(await exit).toEqual({ code: 3, signal: undefined });
  expect(String(stdout.read())).toBe("hello undefined\n");
});

test("a signal is 128 and its number", async () => {
  expect(await run("process.kill(process.pid, 'SIGKILL')").exit).toEqual({ code: 137, signal: "SIGKILL" });
});

test("passes on what this process is sent, tells of it, and listens no longer than the client runs", async () => {
  const before = process.listenerCount("SIGTERM");
  const { stdout, exit } = run(answering("SIGTERM", "process.kill(process.pid, 'SIGTERM')", "once"));
  await new Promise((resolve) => stdout.once("data", resolve));
  process.emit("SIGTERM", "SIGTERM");
  expect(await exit).toEqual({ code: 143, signal: "SIGTERM" });
  expect(process.listenerCount("SIGTERM")).toBe(before);
});

test.each([
  ["SIGINT", 1, 130],
  ["SIGINT", 130, 130],
  ["SIGTERM", 9, 143],
  ["SIGHUP", 1, 129],
  ["SIGINT", 0, 0],
  ["SIGTERM", 0, 0],
] as const)("a client that ends with %s by exit code %i answers %i", async (signal, code, answer) => {
  const { stdout, exit } = run(answering(signal, `process.exit(${code})`));
  await new Promise((resolve) => stdout.once("data", resolve));
  process.emit(signal, signal);
  expect(await exit).toEqual({ code: answer, signal });
});

test("a client that outlives Ctrl-C and is killed answers 137: what ended it", async () => {
  const { stdout, exit } = run(answering("SIGINT", "process.kill(process.pid, 'SIGKILL')"));
  await new Promise((resolve) => stdout.once("data", resolve));
  process.emit("SIGINT", "SIGINT");
  expect(await exit).toEqual({ code: 137, signal: "SIGKILL" });
});

test("tells of a Ctrl-C at a terminal, which reaches the client without our passing it on", async () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  const script =
    "process.on('SIGINT', () => process.exit(0)); setTimeout(() => process.exit(9), 200); console.log('up')";
  const { stdout, exit } = run(script, process.execPath, terminal);
  await new Promise((resolve) => stdout.once("data", resolve));
  process.emit("SIGINT", "SIGINT");
  expect(await exit).toEqual({ code: 130, signal: "SIGINT" });
});

test("a program that is not there is CLIENT_NOT_FOUND", async () => {
  await expect(run("", "no-such-program").exit).rejects.toMatchObject({ code: "CLIENT_NOT_FOUND" });
});
