import { describe, expect, test } from "vitest";
import { parseClientCall } from "../../src/exec/client-call.ts";

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
  test("the first word that is no option is the command, the others are operands", () => {
    expect(parseClientCall(["npm", "--loglevel", "warn", "install", "-D", "lib@^1", "--", "x"], "/w")).toMatchObject({
      subcommand: "install",
      operands: ["lib@^1"],
      argumentsAt: 1,
      global: false,
    });
  });

  test("npx and its like have no command of their own", () => {
    expect(parseClientCall(["npx", "lib"], "/w")).toMatchObject({ subcommand: undefined, operands: ["lib"] });
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

  test("an install for the whole machine is told from one for a project", () => {
    expect(parseClientCall(["npm", "i", "-g", "lib"], "/w").global).toBe(true);
    expect(parseClientCall(["npm", "i", "--location=global", "lib"], "/w").global).toBe(true);
  });

  test("arguments for node or corepack come before the client's own", () => {
    expect(parseClientCall(["corepack", "pnpm", "add", "lib"], "/w")).toMatchObject({
      argumentsAt: 2,
      subcommand: "add",
      operands: ["lib"],
    });
  });
});
