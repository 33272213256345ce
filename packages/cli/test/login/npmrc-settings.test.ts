import { expect, test } from "vitest";
import { withLogin } from "../../src/login/edit-settings.ts";
import { npmrcSettings } from "../../src/login/npmrc-settings.ts";

const endpoint = "http://127.0.0.1:4873/npm/team/";
const login = { namespace: undefined, endpoint, token: "t0ken" };
const added = (text: string, more: object = {}): string =>
  withLogin({ path: ".npmrc", text, format: npmrcSettings }, { ...login, ...more }).text ?? "";

test("registry and token stand first, and the lines that they replace are comments", () => {
  expect(
    added(
      '; mine\nregistry = "https://npm.example.com/"\n//127.0.0.1:4873/npm/team/:_authToken=old\nsave-exact=true\n',
    ),
  ).toBe(
    `# >>> headwater login
registry=${endpoint}
//127.0.0.1:4873/npm/team/:_authToken=t0ken
# <<< headwater login
; mine
# headwater login replaced: registry = "https://npm.example.com/"
# headwater login replaced: //127.0.0.1:4873/npm/team/:_authToken=old
save-exact=true
`,
  );
});

test("a scope's login leaves the registry of all packages alone, and what stands in a section is none of npm's", () => {
  const text = "registry=https://npm.example.com/\n[more]\n@acme:registry=x\n";
  expect(added(text, { namespace: "acme" })).toBe(
    `# >>> headwater login\n@acme:registry=${endpoint}\n//127.0.0.1:4873/npm/team/:_authToken=t0ken\n# <<< headwater login\n${text}`,
  );
});

test("Yarn 1 gets a line that makes it send the token; another login for the same file does not lose it", () => {
  const forYarn = added("", { alwaysAuth: true });
  expect(forYarn).toContain("//127.0.0.1:4873/npm/team/:always-auth=true\n");
  expect(added(forYarn)).toBe(forYarn);
  expect(added("")).not.toContain("always-auth");
});

test("without a token there is none", () => {
  expect(added("", { token: undefined, alwaysAuth: true })).toBe(
    `# >>> headwater login\nregistry=${endpoint}\n# <<< headwater login\n`,
  );
});
