import { isHeadwaterError } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { readConfigurationFile } from "../../src/configuration/read-configuration-file.ts";

const read = (text: string) => readConfigurationFile("headwater.yml", text);

/** Message and hint of the refusal. */
function refusal(text: string): { readonly code: string; readonly message: string; readonly hint: string | undefined } {
  try {
    read(text);
  } catch (error) {
    if (isHeadwaterError(error)) return { code: error.code, message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error("The file was accepted.");
}

const EXAMPLE = `
domain: acme
owner: "111122223333"
store:
  references: sqlite:.headwater/references.sqlite     # or postgres://…, redis://…
  assets: file:.headwater/assets
encryption:
  key: file:~/.config/headwater/keys/acme
externalConnections:
  public:npmjs: { url: "https://npm.example.com/", token: "env:NPM_TOKEN", proxy: "http://proxy.example.com:3128", ca: certs/ca.pem, timeout: 60 }
repositories:
  team:      { upstreams: [shared], description: "What the team installs", administratorAccount: "444455556666" }
  shared:    { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
server: { url: "https://packages.example.com/", token: env:SERVER_TOKEN }
retain: lockfile
offline: true
direct: ["@vendor"]
`;

describe("a configuration file", () => {
  test("may say everything that the design has", () => {
    expect(read(EXAMPLE).content).toMatchObject({
      domain: "acme",
      repository: "team",
      retain: "lockfile",
      offline: true,
      direct: ["@vendor"],
    });
  });

  test("an unknown key is named with its line, its column and what was meant", () => {
    expect(refusal("domain: acme\nrepositories:\n  team: { upstream: [shared] }\n")).toEqual({
      code: "CONFIGURATION_INVALID",
      message: 'headwater.yml:3:11: unknown key "upstream" in repositories.team, did you mean "upstreams"?',
      hint: 'Write "upstreams", or remove the key.',
    });
  });

  test("an unknown key that resembles none is answered with those there are", () => {
    expect(refusal("server:\n  https: yes\n")).toMatchObject({
      message: 'headwater.yml:2:3: unknown key "https" in server',
      hint: "The keys there are: url, token.",
    });
    expect(refusal("xyz: 1\n")).toMatchObject({ message: 'headwater.yml:1:1: unknown key "xyz"' });
  });

  test.each([
    ["owner: 111122223333", "headwater.yml:1:8: owner must be text, not the number 111122223333.", '"111122223333"'],
    ["owner: 012345670123", "headwater.yml:1:8: owner must be text, not the number 12345670123.", '"012345670123"'],
    ["owner: 0o17", "headwater.yml:1:8: owner must be text, not the number 15.", '"0o17"'],
  ])("an owner without quotes is answered with how to quote it: %s", (text, message, hint) => {
    expect(refusal(text)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      message,
      hint: expect.stringContaining(hint) as string,
    });
  });

  test.each([
    ["offline: maybe", "headwater.yml:1:10: offline must be true or false, not text."],
    ["repositories: [team]", "headwater.yml:1:15: repositories must be a mapping, not a list."],
    [
      "repositories:\n  team:\n    upstreams: shared",
      "headwater.yml:3:16: repositories.team.upstreams must be a list, not text.",
    ],
    [
      "repositories:\n  team: { upstreams: [{}] }",
      "headwater.yml:2:23: repositories.team.upstreams.0 must be text, not a mapping.",
    ],
    ["domain: true", "headwater.yml:1:9: domain must be text, not the boolean true."],
    ["repositories:\n  team:", "headwater.yml:2:3: repositories.team has no value."],
    ["retain: locked", "headwater.yml:1:9: retain must be one of installed, lockfile, requested"],
    [
      "repositories:\n  team: { tagPrecedence: locale }",
      'headwater.yml:2:26: repositories.team.tagPrecedence must be one of upstream, local, semver, did you mean "local"?',
    ],
    [
      "repositories:\n  team: { tagPrecedence: { lodash: mine } }",
      "headwater.yml:2:36: repositories.team.tagPrecedence.lodash must be one of upstream, local, semver",
    ],
    [
      "repositories:\n  team: { tagPrecedence: { 'a*b': local } }",
      'headwater.yml:2:28: repositories.team.tagPrecedence.a*b: "a*b" is no pattern of package names.',
    ],
    [
      "externalConnections:\n  public:npmjs: { freshness: 5 minutes }",
      "headwater.yml:2:30: externalConnections.public:npmjs.freshness: it is no length of time.",
    ],
    [
      "retain: instaled",
      'headwater.yml:1:9: retain must be one of installed, lockfile, requested, did you mean "installed"?',
    ],
    ["direct: [vendor]", 'headwater.yml:1:10: direct.0 must be a scope with its "@".'],
    ["- domain", "headwater.yml:1:1: the file must be a mapping, not a list."],
    ["acme", "headwater.yml:1:1: the file must be a mapping, not text."],
    [
      "externalConnections:\n  public:npmjs: { ca: '' }",
      "headwater.yml:2:23: externalConnections.public:npmjs.ca is empty.",
    ],
    ...[
      ["30s", "must be a whole number, not text."],
      ["1.5", "must be a whole number."],
      ["0", "must be at least 1."],
      ["3601", "must be at most 3600."],
    ].map(([timeout, fault]): [string, string] => [
      `externalConnections:\n  public:npmjs: { timeout: ${timeout} }`,
      `headwater.yml:2:28: externalConnections.public:npmjs.timeout ${fault}`,
    ]),
  ])("a value of another kind is named with its place: %s", (text, message) => {
    expect(refusal(text)).toMatchObject({ code: "CONFIGURATION_INVALID", message });
  });

  test.each([
    ["domain: My_Domain", "headwater.yml:1:9: domain: The domain name", "D2"],
    ["repository: ..", "headwater.yml:1:13: repository: The repository name", "R1"],
    ["repositories:\n  'a/b': {}", "headwater.yml:2:3: repositories.a/b: The repository name", "R1"],
    [
      "repositories:\n  team: { externalConnection: 'public:npm' }",
      "headwater.yml:2:31: repositories.team.externalConnection: There is no external connection",
      "E5",
    ],
    [
      "externalConnections:\n  npmjs: {}",
      "headwater.yml:2:3: externalConnections.npmjs: There is no external connection",
      "E5",
    ],
    ["owner: '1'", "headwater.yml:1:8: owner: The account id", "D1"],
    ["server: { url: localhost }", "headwater.yml:1:16: server.url: The URL is not an http or https URL", ""],
  ])("a name that breaks a rule is named with its place (%s)", (text, message) => {
    expect(refusal(text)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining(message) as string,
    });
  });

  test.each([
    ["server: { token: hunter2hunter2 }"],
    ["externalConnections: { 'public:npmjs': { token: hunter2hunter2 } }"],
    ["encryption: { key: hunter2hunter2 }"],
    ["server: { token: 12345678 }"],
    ["encryption: { key: 0x12345678 }"],
  ])("a secret that stands in the file is refused, with what to write instead: %s", (text) => {
    expect(refusal(text)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      hint: expect.stringContaining("env:NAME") as string,
    });
  });

  test("words that stand behind the name of a secret's key are read as they are", () => {
    expect(refusal("server: { token: hunter2 }").message).toBe(
      "headwater.yml:1:18: server.token: A secret cannot stand in this file; only the variable that holds it can.",
    );
    expect(refusal("repositories: { password: { upstreams: [..] } }").message).toContain(
      "repositories.password.upstreams.0: The repository name",
    );
  });

  test("stores and keys of a later release are not supported, which is another thing than wrong", () => {
    expect(refusal("store: { references: 'postgres://db/acme' }")).toMatchObject({
      code: "NOT_SUPPORTED",
      message: "headwater.yml:1:22: store.references: A store on postgres is not supported yet.",
    });
    expect(refusal("encryption: { key: 'aws-kms:arn' }").code).toBe("NOT_SUPPORTED");
    expect(refusal("repositories: { pypi-store: { externalConnection: 'public:pypi' } }").code).toBe("NOT_SUPPORTED");
  });

  test.each([
    [
      "domain: acme\ndomain: other\n",
      "headwater.yml:2:1: this key stands twice in the same mapping.",
      "Remove one of the two.",
    ],
    ["server:\n\turl: x\n", "headwater.yml:2:1: a tab cannot indent YAML.", "Indent with spaces."],
    [
      "domain: acme\n---\ndomain: other\n",
      "headwater.yml:2:1: the file holds more than one document.",
      'Remove the line "---" and what follows it.',
    ],
    ["", "headwater.yml:1:1: the file has no content.", expect.stringContaining("domain: acme") as string],
    [
      "# nothing yet\n",
      "headwater.yml:1:1: the file has no content.",
      expect.stringContaining("domain: acme") as string,
    ],
    ["__proto__: { domain: acme }\n", 'headwater.yml:1:1: unknown key "__proto__".', undefined],
    ["repositories:\n  __proto__: {}\n", 'headwater.yml:2:3: unknown key "__proto__".', undefined],
  ])("a fault of the text has its place: %j", (text, message, hint) => {
    expect(refusal(text)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringContaining(message) as string,
      hint,
    });
  });

  test.each([
    "domain: [acme",
    "domain: 'acme",
    "{",
    "a: b: c",
    "domain: !!js/function 'x'",
    "&a [*a]",
    "domain: *nothing",
  ])("what is no YAML, or not ours, is refused: %s", (text) => {
    expect(refusal(text)).toMatchObject({
      code: "CONFIGURATION_INVALID",
      message: expect.stringMatching(/^headwater\.yml:\d+:\d+: ./) as string,
    });
  });

  test.each([
    ["domain: [acme", "Correct the YAML at that place."],
    ["domain: 'acme", "Correct the YAML at that place."],
    ["{", "Correct the YAML at that place."],
    ["domain: *nothing", "A value that begins with * must be in quotes."],
  ])("what cannot be parsed comes with what to do: %s", (text, hint) => {
    expect(refusal(text).hint).toBe(hint);
  });

  test("aliases that multiply are refused", () => {
    const bomb = [
      "a: &a [x, x, x, x, x, x, x, x, x]",
      ...["b", "c", "d", "e", "f", "g"].map((name, index) => {
        const before = String.fromCharCode("a".charCodeAt(0) + index);
        return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${before}`).join(", ")}]`;
      }),
    ].join("\n");
    expect(refusal(bomb)).toMatchObject({ code: "CONFIGURATION_INVALID" });
  });

  test("all faults are told at once, in the order of the file", () => {
    const { message } = refusal("retain: locked\nowner: 1\nfoo: 1\nrepositories:\n  team: { upstream: [] }\n");
    expect(message.split("\n").map((line) => line.slice(0, 18))).toEqual([
      "headwater.yml:1:9:",
      "headwater.yml:2:8:",
      "headwater.yml:3:1:",
      "headwater.yml:5:11",
    ]);
  });

  test("many faults are told up to the fifth", () => {
    const { message } = refusal(Array.from({ length: 9 }, (_, index) => `key${index}: 1`).join("\n"));
    expect(message.split("\n")).toHaveLength(6);
    expect(message).toContain("4 more problems in headwater.yml.");
  });
});
