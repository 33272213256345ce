import { expect, test } from "vitest";
import { withLogin } from "../../src/login/edit-settings.ts";
import { yarnrcSettings } from "../../src/login/yarnrc-settings.ts";

const endpoint = "http://127.0.0.1:4873/npm/team/";
const added = (text: string, namespace?: string, at = endpoint): string =>
  withLogin({ path: ".yarnrc.yml", text, format: yarnrcSettings }, { namespace, endpoint: at, token: "t0ken" }).text ??
  "";

test("the token stands with its registry alone, and plain http is allowed for its host", () => {
  expect(added('nodeLinker: node-modules # mine\nnpmRegistryServer: "https://npm.example.com"\n')).toBe(
    `# >>> headwater login
npmRegistryServer: "${endpoint}"
npmRegistries:
  "//127.0.0.1:4873/npm/team": { npmAlwaysAuth: true, npmAuthToken: "t0ken" }
unsafeHttpWhitelist:
  - "127.0.0.1"
# <<< headwater login
nodeLinker: node-modules # mine
# headwater login replaced: npmRegistryServer: "https://npm.example.com"
`,
  );
});

test("a scope goes among those that are there, as far in as they are", () => {
  const text =
    "unsafeHttpWhitelist:\n    - a.example.com\nnpmScopes:\n    # theirs\n    other:\n        npmAlwaysAuth: true\n";
  expect(added(text, "acme")).toBe(
    `unsafeHttpWhitelist:
# >>> headwater login
    - "127.0.0.1"
# <<< headwater login
    - a.example.com
npmScopes:
    # theirs
# >>> headwater login
    "acme": { npmRegistryServer: "${endpoint}", npmAlwaysAuth: true, npmAuthToken: "t0ken" }
# <<< headwater login
    other:
        npmAlwaysAuth: true
`,
  );
});

test("what is written in one line is kept as a comment, and repeated beside ours", () => {
  expect(
    added(
      'npmScopes: { other: { npmRegistryServer: "https://npm.example.com" } }\n',
      "acme",
      "https://hw.example.com/npm/a/",
    ),
  ).toBe(
    `# >>> headwater login
npmScopes:
  "other": {"npmRegistryServer":"https://npm.example.com"}
  "acme": { npmRegistryServer: "https://hw.example.com/npm/a/", npmAlwaysAuth: true, npmAuthToken: "t0ken" }
# <<< headwater login
# headwater login replaced: npmScopes: { other: { npmRegistryServer: "https://npm.example.com" } }
`,
  );
});

test("a host that is allowed already is not listed again", () => {
  for (const list of ["[127.0.0.1]", '"*"', "\n  - 127.0.0.1"])
    expect(added(`unsafeHttpWhitelist: ${list}\n`).match(/127\.0\.0\.1"?$/gm) ?? []).not.toHaveLength(2);
});
