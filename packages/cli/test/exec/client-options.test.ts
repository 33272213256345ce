import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { clientCommand, testClientFolder } from "../../../../test/kit/test-client.ts";
import { parseClientCall } from "../../src/exec/client-call.ts";
import { type OptionTaking, optionTaking } from "../../src/exec/client-options.ts";
import { lockedVersionsAtStake } from "../../src/exec/locked-versions-at-stake.ts";

const require = createRequire(import.meta.url);

describe.each(["npm-11", "npm-12"] as const)("what %s reads", (version) => {
  const npm = join(testClientFolder(version), "node_modules", "npm");
  const { definitions, shorthands } = require(
    join(npm, "node_modules", "@npmcli", "config", "lib", "definitions", "index.js"),
  ) as {
    definitions: Readonly<Record<string, { readonly type: unknown }>>;
    shorthands: Readonly<Record<string, readonly string[]>>;
  };
  const types = Object.entries(definitions).map(([name, { type }]) => ({ name, types: [type].flat() }));

  test("options that always take a value are known", () => {
    const taking = types.filter((option) => !option.types.includes(Boolean));
    expect(taking.length).toBeGreaterThan(80);
    expect(taking.filter(({ name }) => optionTaking("npm", `--${name}`) !== "value")).toEqual([]);
  });

  test("options that take none are known, and those of which it depends are in doubt", () => {
    const flags = types.filter((option) => option.types.includes(Boolean));
    const only = (option: (typeof flags)[number]): boolean =>
      option.types.every((type) => type === Boolean || type === null);
    expect(flags.filter(only).length).toBeGreaterThan(50);
    expect(flags.filter(only).filter(({ name }) => optionTaking("npm", `--${name}`) !== "flag")).toEqual([]);
    expect(flags.filter((each) => !only(each) && optionTaking("npm", `--${each.name}`) !== "unknown")).toEqual([]);
  });

  test("a short form is not taken for what it is not", () => {
    const wrong = Object.entries(shorthands).filter(([short, [long = "", value]]) =>
      isWrong("npm", `-${short}`, value === undefined ? optionTaking("npm", long) : "flag"),
    );
    expect(wrong).toEqual([]);
  });

  test("every beginning of a command that installs what is locked is one, and of no other", () => {
    const { commands, aliases, deref } = require(join(npm, "lib", "utils", "cmd-list.js")) as {
      commands: readonly string[];
      aliases: Readonly<Record<string, string>>;
      deref: (name: string) => string | undefined;
    };
    const installing = ["install", "ci", "install-test", "install-ci-test"];
    const names = [...commands, ...Object.keys(aliases)];
    const spelled = new Set(names.flatMap((name) => Array.from(name, (_, at) => name.slice(0, at + 1))));
    for (const name of spelled) {
      // What npm itself finds ambiguous it refuses.
      const meant = deref(name);
      if (meant === undefined) continue;
      const { type } = lockedVersionsAtStake(parseClientCall(["npm", name], "/w"));
      expect([name, type]).toEqual([name, installing.includes(meant) ? "all" : "none"]);
    }
  });
});

test("every option of Yarn 1 that takes a value before the command is known, and so is every flag", () => {
  const source = readFileSync(join(testClientFolder("yarn-1"), "node_modules", "yarn", "lib", "cli.js"), "utf8");
  const options = [...source.matchAll(/default\.option\('([^']+)'/g)].map(([, option = ""]) => option);
  expect(options.length).toBeGreaterThan(40);
  for (const option of options)
    for (const name of option.match(/--?[a-z][\w-]*/gi) ?? [])
      expect([name, optionTaking("yarn", name)]).toEqual([name, /[<[]/.test(option) ? "value" : "flag"]);
});

test.each(["bun", "pnpm-12"] as const)(
  "what %s tells of its options when it is asked is what is known of them",
  (name) => {
    const { command, args } = clientCommand(name);
    const help = execFileSync(command, [...args, "install", "--help"], { encoding: "utf8" });
    const kind = name === "bun" ? "bun" : "pnpm";
    const lines = [...help.matchAll(/^ +(?:(-\w), +)?(--[a-z][a-z-]*)((?:=| )<[^>]+>)?(?=\s|\.)/gm)];
    expect(lines.length).toBeGreaterThan(30);
    const options = lines.flatMap(([, short = "", long = "", value]) =>
      [short, long]
        .filter((each) => each !== "")
        .map((each) => [each, value === undefined ? "flag" : "value"] as const),
    );
    expect(options.filter(([option, taking]) => isWrong(kind, option, taking))).toEqual([]);
  },
);

/** Taken for something else than it is; what is in doubt is no mistake. */
const isWrong = (kind: "npm" | "pnpm" | "bun", option: string, taking: OptionTaking): boolean =>
  !["unknown", taking].includes(optionTaking(kind, option));
