import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bunfigSettings } from "../../src/login/bunfig-settings.ts";
import { withLogin, withoutLogin } from "../../src/login/edit-settings.ts";
import type { Login, SettingsFormat } from "../../src/login/login.ts";
import { npmrcSettings } from "../../src/login/npmrc-settings.ts";
import { yarnrcSettings } from "../../src/login/yarnrc-settings.ts";

const team = "http://127.0.0.1:4873/npm/team/";
const shared = "https://packages.example.com/hw/npm/shared/";

/** Parts of files as people write them; each kind of settings at most once, in any order. */
const PARTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  npmrc: [
    ["registry=https://npm.example.com/", "registry = https://npm.example.com/\nregistry=https://b.example.com/", ""],
    ["@acme:registry=https://npm.example.com/", '  "@acme:registry" = https://npm.example.com/'],
    ["//127.0.0.1:4873/npm/team/:_authToken=old", "//npm.example.com/:_authToken=${TOKEN}"],
    ["; a comment", "# headwater", ""],
    ["[section]\nregistry=in a section", "save-exact=true"],
  ],
  yaml: [
    ['npmRegistryServer: "https://npm.example.com"', "npmRegistryServer: >-\n  https://npm.example.com", "# none"],
    [
      "npmScopes:\n  # theirs\n  other:\n    npmAlwaysAuth: true\n  acme:\n    npmRegistryServer: https://npm.example.com\n    # within\n    npmAuthToken: x",
      'npmScopes: { acme: { npmRegistryServer: "https://npm.example.com" }, other: {} }',
      "npmScopes:",
      "npmScopes:\n    other:\n        npmAlwaysAuth: true",
    ],
    ['npmRegistries:\n  "//npm.example.com":\n    npmAuthToken: y', "npmRegistries: {}"],
    [
      "unsafeHttpWhitelist:\n  - a.example.com # mine\n  - b.example.com",
      "unsafeHttpWhitelist:\n- 127.0.0.1",
      "unsafeHttpWhitelist: [a.example.com]",
      'unsafeHttpWhitelist: "a.example.com"',
    ],
    ["nodeLinker: node-modules", "# a comment", "\n"],
  ],
  toml: [
    ["smol = true", "# a comment", 'text = """\n[install]\nregistry = "no"\n"""'],
    [
      '[install]\ncache = true\nregistry = "https://npm.example.com/"',
      '[install.registry]\nurl = "https://npm.example.com/"\ntoken = "x"',
      "[install] # mine",
      "[test]\ncoverage = true",
    ],
    [
      '[install.scopes]\nacme = "https://npm.example.com/"\n"@other" = { url = "https://x.example.com/" }',
      '[install.scopes.acme]\nurl = "https://npm.example.com/"\n[install.scopes.other]\nurl = "https://x.example.com/"',
      "",
    ],
    ["[run]\nlist = [\n  '[install]', # no\n]", "[[run.more]]\nname = 'a'"],
  ],
};
const FORMATS: readonly (readonly [keyof typeof PARTS, SettingsFormat])[] = [
  ["npmrc", npmrcSettings],
  ["yaml", yarnrcSettings],
  ["toml", bunfigSettings],
];

const texts = (kind: string): fc.Arbitrary<string | undefined> => {
  const parts = (PARTS[kind] ?? []).map((choices) => fc.option(fc.constantFrom(...choices), { nil: undefined }));
  const lines = fc.tuple(...parts).chain((chosen) => {
    const found = chosen.filter((part) => part !== undefined);
    // TOML's first part stands before every table.
    return kind === "toml" ? fc.constant(found) : fc.shuffledSubarray(found, { minLength: found.length });
  });
  const file = fc.record({
    lines,
    eol: fc.constantFrom("\n", "\r\n"),
    last: fc.boolean(),
    start: fc.constantFrom("", "", kind === "yaml" ? "---\n" : "", "\uFEFF"),
  });
  const written = file.map(
    ({ lines: all, eol, last, start }) => start + (all.join("\n") + (last ? "\n" : "")).replaceAll("\n", eol),
  );
  return fc.option(written, { nil: undefined, freq: 12 });
};

const logins: fc.Arbitrary<Login> = fc.record({
  namespace: fc.constantFrom(undefined, "acme", "new"),
  endpoint: fc.constantFrom(team, shared),
  token: fc.constantFrom(undefined, "t0ken", "an.other~token=="),
});

describe.each(FORMATS)("a file of the kind %s", (kind, format) => {
  test("is byte for byte what it was once every login is undone, in whatever order, and says each login until then", () => {
    fc.assert(
      fc.property(
        texts(kind),
        fc.array(logins, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (before, all, reverse) => {
          let text = before;
          for (const login of all) text = withLogin({ path: "rc", text, format }, login).text;
          const last = new Map(all.map((login) => [login.namespace, login]));
          for (const { namespace, endpoint } of last.values())
            expect(format.endpointIn((text ?? "").replace("\uFEFF", ""), namespace)).toBe(endpoint);
          const namespaces = reverse ? [...last.keys()].toReversed() : [...last.keys()];
          for (const namespace of namespaces)
            text = withoutLogin({ path: "rc", text, format }, { namespace, endpoint: team }).text;
          expect(text).toBe(before);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("is the same after a second login", () => {
    fc.assert(
      fc.property(texts(kind), logins, logins, (before, one, other) => {
        const first = withLogin({ path: "rc", text: before, format }, one).text;
        const second = withLogin({ path: "rc", text: first, format }, { ...other, namespace: "else" }).text;
        expect(withLogin({ path: "rc", text: second, format }, { ...other, namespace: "else" }).text).toBe(second);
      }),
      { numRuns: 100 },
    );
  });

  test("loses lines for the endpoint whose marks another program has removed, and nothing else", () => {
    const login = { namespace: undefined, endpoint: team, token: "t0ken" };
    const { text = "" } = withLogin({ path: "rc", text: undefined, format }, login);
    const unmarked = text.replaceAll(/^# .*\n/gm, "");
    expect(format.endpointIn(unmarked, undefined)).toBe(team);
    const out = withoutLogin({ path: "rc", text: unmarked, format }, login);
    expect(out.endpoint).toBe(team);
    expect(format.endpointIn(out.text ?? "", undefined)).toBeUndefined();
    expect(out.text).not.toContain("t0ken");
    const theirs = unmarked.replaceAll("4873", "9999");
    expect(withoutLogin({ path: "rc", text: theirs, format }, login)).toMatchObject({
      text: theirs,
      endpoint: undefined,
    });
  });
});

test("a login with another token gives it to every namespace at the same server, and to no other", () => {
  const file = (text: string | undefined) => ({ path: "rc", text, format: npmrcSettings });
  const scoped = { namespace: "acme", endpoint: `${team}@acme/`, token: "old" };
  const { text: first } = withLogin(file(undefined), scoped);
  const { text: second } = withLogin(file(first), { namespace: "other", endpoint: shared, token: "theirs" });
  const { text } = withLogin(file(second), { namespace: undefined, endpoint: team, token: "new" });
  expect(text?.match(/_authToken=.*/g)).toEqual(["_authToken=new", "_authToken=theirs", "_authToken=new"]);
});

test("a file that was there stays when it becomes empty; one that login made goes", () => {
  const undo = (text: string | undefined): string | undefined => {
    const login = { namespace: undefined, endpoint: team, token: "t" };
    const made = withLogin({ path: "rc", text, format: npmrcSettings }, login).text;
    return withoutLogin({ path: "rc", text: made, format: npmrcSettings }, login).text;
  };
  expect([undo(""), undo(undefined)]).toEqual(["", undefined]);
});

test.each([
  ["YAML that cannot be read", yarnrcSettings, "a: [1"],
  ["settings twice", yarnrcSettings, "a: 1\na: 2\n"],
  ["YAML in one line", yarnrcSettings, "{ npmRegistryServer: x }\n"],
  ["YAML that is no mapping", yarnrcSettings, "- a\n"],
  ["two documents", yarnrcSettings, "a: 1\n---\nb: 1\n"],
  ["a value that others repeat", yarnrcSettings, "npmRegistryServer: &a x\nother: *a\n"],
  ["TOML that cannot be read", bunfigSettings, "[install\n"],
  ["a table in one line", bunfigSettings, 'install = { registry = "x" }\n'],
  ["marks without their end", npmrcSettings, "# >>> headwater login\nregistry=x\n"],
  ["marks without their beginning", npmrcSettings, "registry=x\n# <<< headwater login\n"],
])("%s is refused with the file's name", (_what, format, text) => {
  const login = { namespace: undefined, endpoint: team, token: "t0ken" };
  expect(() => withLogin({ path: "/home/me/rc", text, format }, login)).toThrow(
    expect.objectContaining({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining("/home/me/rc") as string,
      hint: expect.stringMatching(/\S/) as string,
    }),
  );
});
