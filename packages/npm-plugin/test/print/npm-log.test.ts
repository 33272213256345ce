import { PassThrough } from "node:stream";
import procLog from "proc-log";
import { afterEach, beforeEach, expect, test } from "vitest";
import { showNpmLog } from "../../src/print/npm-log.ts";

let stdout: PassThrough;
let stderr: PassThrough;
let hide: () => void;

const show = (level: string): void => {
  hide = showNpmLog({ level, stdout, stderr });
};
const said = (stream: PassThrough): string => String(stream.read() ?? "");

beforeEach(() => {
  [stdout, stderr] = [new PassThrough(), new PassThrough()];
});
afterEach(() => hide());

test("warnings are told on standard error, every line with what it is about", () => {
  show("notice");
  procLog.log.warn("deprecated", "lib@1.0.0: gone\nuse base");
  expect(said(stderr)).toBe("npm warn deprecated lib@1.0.0: gone\nnpm warn deprecated use base\n");
  expect(said(stdout)).toBe("");
});

test("the setting loglevel says what is told", () => {
  show("error");
  procLog.log.warn("a", "b");
  procLog.log.error("c", "d");
  expect(said(stderr)).toBe("npm error c d\n");
});

test("silent tells nothing, and a level that npm does not know is the default one", () => {
  show("silent");
  procLog.log.error("a", "b");
  expect(said(stderr)).toBe("");
  hide();
  show("loud");
  procLog.log.info("a", "b");
  procLog.log.notice("", "c");
  expect(said(stderr)).toBe("npm notice c\n");
});

test("no credentials are told", () => {
  show("notice");
  procLog.log.warn("fetch", "https://someone:secret-word@npm.example.com/");
  expect(said(stderr)).not.toContain("secret-word");
});

test("what npm's libraries print for the user goes to standard output", () => {
  show("notice");
  process.emit("output" as never, "standard" as never, "a line" as never);
  expect(said(stdout)).toBe("a line\n");
});

test("before anything is written there is room made for it, and for nothing else", () => {
  const before: string[] = [];
  hide = showNpmLog({ level: "warn", stdout, stderr, beforeWriting: () => before.push(said(stderr) + said(stdout)) });
  procLog.log.warn("a", "b");
  procLog.log.notice("", "unseen");
  process.emit("output" as never, "standard" as never, "a line" as never);
  expect(before).toEqual(["", "npm warn a b\n"]);
  expect(said(stdout)).toBe("a line\n");
});

test("nothing is told once it has ended", () => {
  show("notice");
  hide();
  procLog.log.warn("a", "b");
  expect(said(stderr)).toBe("");
});
