import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import packageManifest from "../package.json" with { type: "json" };
import { COMMANDS, NPM_COMMANDS, createCli } from "../src/create-cli.ts";
import { listByCategory } from "../src/print/command-list.ts";
import { runIn } from "./command-runner.ts";

const run = (...args: readonly string[]) => runIn(tmpdir(), {}, args);

/** Each command's words as one text. */
const verbs = COMMANDS.map(({ paths }) => paths?.[0]?.join(" ") ?? "");

test.each([[[]], [["--help"]], [["-h"]], [["help"]]])("%j lists every command with one line", async (args) => {
  const { code, stdout } = await run(...args);
  expect(code).toBe(0);
  for (const verb of verbs) expect(stdout).toMatch(new RegExp(`^ {2}${verb} {2,}\\S`, "m"));
});

test("npm's commands are listed where they can be run, with their other names", () => {
  const listed = listByCategory(createCli({ commands: [...NPM_COMMANDS, ...COMMANDS] }));
  for (const verb of ["install", "ci", "update", "uninstall", "dedupe", "prune", "audit", "outdated", "ls"])
    expect(listed).toMatch(new RegExp(`^ {2}${verb} {2,}\\S`, "m"));
  expect(listed).toMatch(/^ {2}install .*\(add, i\)/m);
  expect(listByCategory(createCli())).not.toContain("npm's own commands");
});

test("help with a command is the command's help; with half of one, the commands that begin so", async () => {
  expect(await run("help", "explain")).toEqual(await run("explain", "--help"));
  expect(await run("help", "nothing")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no command "nothing"') as string,
  });
  for (const args of [
    ["lockfile", "--help"],
    ["lockfile", "-h"],
    ["help", "lockfile"],
  ]) {
    const { code, stdout } = await run(...args);
    expect([code, stdout.match(/^ {2}\w+ \w+/gm)]).toEqual([0, ["  lockfile verify", "  lockfile normalise"]]);
    expect(stdout).toContain("headwater COMMAND --help");
  }
});

test.each([
  [["npm", "install"], "headwater exec -- npm install; "],
  [["run", "test"], "headwater exec -- npm run test; "],
  [["view", "ms"], "headwater exec -- npm view ms; "],
])("%j, a client's own, is told as exec takes it", async (args, hint) => {
  const { code, stderr } = await run(...args);
  expect(code).toBe(2);
  expect(stderr).toContain(hint);
});

test.each([
  ["explain", "error: explain stands without <spec>.\n  hint: As in: headwater explain "],
  ["exec", "error: exec stands without a command to run.\n  hint: As in: headwater exec -- npm ci; "],
  ["stats --confg x", 'error: stats has no option "--confg".\n  hint: Did you mean --config? headwater stats --help '],
])("%s, which cannot be understood, is told in our own words, with a hint", async (line, text) => {
  const { code, stderr } = await run(...line.split(" "));
  expect([code, stderr.slice(0, text.length)]).toEqual([2, text]);
});

test("--version is the version of the package", async () => {
  expect(await run("--version")).toEqual({ code: 0, stdout: `${packageManifest.version}\n`, stderr: "" });
});

test.each(verbs)("%s --help tells what it does, with examples, in plain text", async (command) => {
  const { code, stdout } = await run(...command.split(" "), "--help");
  expect(code).toBe(0);
  expect(stdout).toContain(`$ headwater ${command}`);
  expect(stdout).toContain("Examples");
  expect(stdout).not.toContain("#0");
  expect(stdout).not.toContain("\u001B");
});

test("an unknown command exits 2 with the nearest one, on standard error", async () => {
  const { code, stdout, stderr } = await run("lits-packages");
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('there is no command "lits-packages"');
  expect(stderr).toContain("Did you mean list-packages?");
});

test.each([
  [["stats", "--bogus", "--json"], "--bogus"],
  [["describe-package-version", "--package", "lib", "--output", "json"], "--package-version is required."],
  [["lits-packages", "--output=json"], 'there is no command "lits-packages"'],
])("%j, a command line that cannot be understood, is told as JSON where JSON is asked for", async (args, text) => {
  const { code, stdout, stderr } = await run(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining(text) as string,
      hint: expect.stringContaining("headwater ") as string,
    },
  });
});

test("--json behind -- is the client's", async () => {
  expect((await run("exec", "--bogus", "--", "npm", "--json")).stderr).not.toContain("INVALID_ARGUMENT");
});

test("of a command of two words that is not there, those with the same first word are named", async () => {
  for (const args of [["lockfile"], ["lockfile", "repair"]]) {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(`there is no command "${args.join(" ")}"`);
    expect(stderr).toContain("There are lockfile verify and lockfile normalise.");
  }
  expect((await run("lockfile", "verify", "--bogus", "--json")).stderr).toContain("headwater lockfile verify --help");
});

test("a command is meant whatever its letter case, and a short word that is like none gets no advice", async () => {
  expect((await run("EXEC")).stderr).toContain("Did you mean exec?");
  expect((await run("ls")).stderr).not.toContain("Did you mean");
});

test("an unknown option, a value that is not offered and a missing option exit 2 with what the command takes", async () => {
  expect(await run("stats", "--bogus")).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("--bogus") as string,
  });
  expect(await run("stats", "--output", "xml")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('"json", "table", or "text"') as string,
  });
  const missing = await run("describe-package-version", "--package", "lib");
  expect(missing).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("error: --package-version is required.") as string,
  });
  expect(await run("--nonsense")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('no option "--nonsense"') as string,
  });
});
