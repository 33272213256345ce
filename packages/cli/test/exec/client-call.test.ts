import { describe, expect, test } from "vitest";
import { parseClientCall, subcommandOf } from "../../src/exec/client-call.ts";

const kindOf = (...command: string[]) => parseClientCall(command, "/w").kind;

describe("which client a command is", () => {
  test.each([
    [["npm"], "npm"],
    [["/usr/local/bin/npm"], "npm"],
    [["C:\\node\\npm.cmd"], "npm"],
    [["npx", "cowsay"], "npm"],
    [["pnpm"], "pnpm"],
    [["bunx"], "bun"],
    [["yarn"], "yarn"],
    [["node", "/lib/node_modules/npm/bin/npm-cli.js", "ci"], "npm"],
    [["node", ".yarn/releases/yarn-4.18.1.cjs"], "yarn"],
    [["corepack", "pnpm@10.1.0", "install"], "pnpm"],
  ] as const)("%j is %s", (command, kind) => {
    expect(kindOf(...command)).toBe(kind);
  });

  test("every other program may run any client", () => {
    expect(kindOf("node", "build.js")).toBeUndefined();
    expect(kindOf("make", "npm")).toBeUndefined();
    expect(kindOf("node")).toBeUndefined();
    expect(kindOf("constructor")).toBeUndefined();
  });
});

describe("what a client is asked to do", () => {
  const wordsOf = (...command: string[]) =>
    parseClientCall(command, "/w").words.map(({ text, isDoubtful }) => (isDoubtful ? `${text}?` : text));

  test("options and their values are no words of it", () => {
    expect(wordsOf("npm", "--loglevel", "warn", "install", "-D", "lib@^1", "--tag=next")).toEqual([
      "install",
      "lib@^1",
    ]);
    expect(wordsOf("npm", "--ignore-scripts", "false", "ci")).toEqual(["ci"]);
    expect(wordsOf("pnpm", "-w", "add", "lib")).toEqual(["add", "lib"]);
    expect(wordsOf("npm", "-w", "one", "ci")).toEqual(["ci"]);
  });

  test("what follows an option that nobody knows may be its value", () => {
    expect(wordsOf("npm", "--network-t", "4", "ci")).toEqual(["4?", "ci"]);
    expect(subcommandOf(parseClientCall(["npm", "--network-t", "4", "ci"], "/w"))).toBe("ci");
  });

  test("behind two dashes there are no options; Yarn leaves all of it to its script", () => {
    expect(wordsOf("npm", "install", "--", "--loglevel", "x")).toEqual(["install", "--loglevel", "x"]);
    expect(wordsOf("npm", "--tag", "--", "ci")).toEqual(["ci"]);
    expect(wordsOf("yarn", "build", "--", "add")).toEqual(["build"]);
  });

  test("npx and its like have no command of their own", () => {
    const call = parseClientCall(["npx", "lib"], "/w");
    expect(call).toMatchObject({ isRunner: true });
    expect(subcommandOf(call)).toBeUndefined();
  });

  test.each([
    [["npm", "--prefix", "sub", "ci"], "/w/sub"],
    [["npm", "--prefix=/else", "ci"], "/else"],
    [["npm", "-C", "sub", "ci"], "/w/sub"],
    [["pnpm", "-C", "sub", "install"], "/w/sub"],
    [["pnpm", "--dir", "sub", "install"], "/w/sub"],
    [["bun", "install", "--cwd", "sub"], "/w/sub"],
    [["yarn", "--cwd", "sub"], "/w/sub"],
    [["npm", "run", "x", "--", "--prefix", "sub"], "/w"],
  ] as const)("%j works in %s", (command, folder) => {
    expect(parseClientCall([...command], "/w").folder).toBe(folder);
  });

  test.each([
    "npm i -g lib",
    "npm i --global=true lib",
    "npm i --location=global lib",
    "npm --location global install lib",
    "npm i -L global lib",
    "pnpm add --global lib",
    "bun add -g lib",
  ])("%s is for the whole machine", (command) => {
    expect(parseClientCall(command.split(" "), "/w").global).toBe(true);
  });

  test.each([
    "npm i lib",
    "npm i -g --no-global lib",
    "npm i --global false lib",
    "npm i --global=false lib",
    "npm i --location project lib",
    "npm i --tag -g lib",
    "npm run x -- -g",
    "yarn install -g",
  ])("%s is for a project", (command) => {
    expect(parseClientCall(command.split(" "), "/w").global).toBe(false);
  });

  test("arguments for node or corepack come before the client's own", () => {
    expect(parseClientCall(["corepack", "pnpm", "add", "lib"], "/w").argumentsAt).toBe(2);
    expect(wordsOf("corepack", "pnpm", "add", "lib")).toEqual(["add", "lib"]);
  });
});
