import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

let project: FaultProject;

beforeEach(async () => {
  project = await createFaultProject();
});
afterEach(() => project.close());

const configure = (...lines: readonly string[]): Promise<void> =>
  writeFile(project.configFile, `${lines.join("\n")}\n`);

async function expectNothingMade(): Promise<void> {
  expect((await readdir(project.folder)).toSorted()).toEqual(["headwater.yml", "package.json"]);
  expect(await readdir(project.home)).toEqual([]);
}

test("unknown keys are told with file, line and column, and with the key that is meant", async () => {
  await configure(
    "domain: acme",
    "repositories:",
    "  team: { upstreams: [shared] }",
    "  shared:",
    "    upstream: []",
    "repositry: team",
  );
  const { code, stdout, stderr } = await project.headwater(["exec", "--", "npm", "install"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toBe(
    'error CONFIGURATION_INVALID: headwater.yml:5:5: unknown key "upstream" in repositories.shared, did you mean "upstreams"?\n' +
      'headwater.yml:6:1: unknown key "repositry", did you mean "repository"?\n' +
      '  hint: Write "upstreams", or remove the key.\n',
  );
  await expectNothingMade();
});

test("the file is named by its whole path where it is not below the working directory", async () => {
  await configure("domain: acme", "colour: blue");
  const elsewhere = join(project.root, "elsewhere");
  await mkdir(elsewhere);
  const { code, stderr } = await project.headwater(["stats"], { cwd: elsewhere });
  expect(code).toBe(2);
  expect(stderr).toContain(`error CONFIGURATION_INVALID: ${project.configFile}:2:1: unknown key "colour"`);
  expect(stderr).toMatch(/\n {2}hint: The keys are: domain, owner, store, .*\n$/);
});

test.each([
  ["a value of the wrong kind", ["owner: 111122223333"], "1:8: owner must be text, not the number 111122223333."],
  ["a name that is none", ["domain: Acme_Corp"], '1:9: domain: The domain name "Acme_Corp" is not valid.'],
  ["__proto__ for a key", ["repositories:", "  __proto__: {}"], '2:3: unknown key "__proto__".'],
  ["a key twice", ["domain: acme", "domain: other"], "2:1: this key stands twice in the same mapping."],
  ["a secret", ["encryption: { key: c2VjcmV0 }"], "1:20: encryption.key: The key itself cannot stand in this file"],
  ["no YAML", ["domain: [acme"], "headwater.yml:"],
])("a file with %s is refused with the place, and nothing is made", async (_, lines, told) => {
  await configure(...lines);
  const { code, stderr } = await project.quickly(["stats"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^error CONFIGURATION_INVALID: headwater\.yml:\d+:\d+: /);
  expect(stderr).toContain(told);
  await expectNothingMade();
});

test("an upstream that is neither declared nor there is refused before any repository is made", async () => {
  await configure(
    "domain: acme",
    "repositories:",
    "  team: { upstreams: [shred] }",
    "  shared: {}",
    "repository: team",
  );
  const refused = await project.quickly(["stats"]);
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain("error CONFIGURATION_INVALID: team names the upstream shred");
  expect(refused.stderr).toContain("hint: Did you mean shared?");
  await configure("domain: acme", "repository: team");
  expect(await project.json(["list-repositories"])).toMatchObject({ repositories: [] });
});

test("a configuration file that is not there exits 2 and names who asked for it", async () => {
  const option = await project.quickly(["stats", "--config", "nowhere.yml"]);
  expect([option.code, option.stderr]).toEqual([2, expect.stringContaining("error CONFIGURATION_NOT_FOUND: ")]);
  const variable = await project.quickly(["stats"], { HEADWATER_CONFIG: "nowhere.yml" });
  expect(variable.code).toBe(2);
  expect(variable.stderr).toContain("nowhere.yml, named by HEADWATER_CONFIG, does not exist.");
  await expectNothingMade();
});

test("HEADWATER_ENABLED that is neither yes nor no exits 2 and starts no client", async () => {
  const client = ["exec", "--", "node", "-e", "console.log('started')"];
  const { code, stdout, stderr } = await project.headwater(client, { env: { HEADWATER_ENABLED: "perhaps" } });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain('error CONFIGURATION_INVALID: The variable HEADWATER_ENABLED is "perhaps"');
});
