import { expect, test } from "vitest";
import { bunfigSettings } from "../../src/login/bunfig-settings.ts";
import { withLogin } from "../../src/login/edit-settings.ts";

const endpoint = "http://127.0.0.1:4873/npm/team/";
const added = (text: string, namespace?: string): string =>
  withLogin({ path: ".bunfig.toml", text, format: bunfigSettings }, { namespace, endpoint, token: "t0ken" }).text ?? "";

test("the registry stands below the head of its table, and what it replaces is a comment", () => {
  expect(added('smol = true\n\n[install] # mine\ncache = true\nregistry = "https://npm.example.com/"\n')).toBe(
    `smol = true

[install] # mine
# >>> headwater login
registry = { url = "${endpoint}", token = "t0ken" }
# <<< headwater login
cache = true
# headwater login replaced: registry = "https://npm.example.com/"
`,
  );
});

test("without a table one is added at the end, and a file without a last line break gets it back without", () => {
  expect(added("smol = true", "acme")).toBe(
    `smol = true
# >>> headwater login
[install.scopes]
"@acme" = { url = "${endpoint}", token = "t0ken" }
# <<< headwater login`,
  );
});

test("where dotted names make the table, ours is one too", () => {
  expect(added("install.cache = true\n")).toContain(`\ninstall.registry = { url = "${endpoint}"`);
  expect(added('[install]\nscopes.other = "https://npm.example.com/"\n', "acme")).toContain('\nscopes."@acme" = ');
});

test("a scope with or without @ is the same to Bun", () => {
  expect(added('[install.scopes]\nacme = "https://npm.example.com/"\n', "acme")).toContain(
    '# headwater login replaced: acme = "https://npm.example.com/"',
  );
});
