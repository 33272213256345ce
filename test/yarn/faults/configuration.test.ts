import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../../kit/recorded-registry.ts";
import { buildPackage } from "../../kit/tarball-builder.ts";
import {
  type YarnFaultProject,
  createYarnFaultProject,
  reportOf,
  yarnPluginBundle,
  yarnPluginName,
} from "../../kit/yarn-fault-project.ts";

let registry: RecordedRegistry;
let project: YarnFaultProject;
let good: string;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "lib", version: "1.0.0" })] });
  project = await createYarnFaultProject({ registry: registry.url, dependencies: { lib: "1.0.0" } });
  const installed = await project.yarn(["install"]);
  if (installed.code !== 0) throw new Error(installed.stdout);
  good = await readFile(project.configFile, "utf8");
  await writeFile(project.configFile, `${good}repositry: team\ncolour: blue\n`);
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

const told = [
  'CONFIGURATION_INVALID: headwater.yml:10:1: unknown key "repositry", did you mean "repository"?',
  '  headwater.yml:11:1: unknown key "colour"',
  '  Write "repository", or remove the key.',
];

test("a broken headwater.yml stops an install before anything else, with place and hint", async () => {
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: told.map((line) => `YN0000: ${line}`),
    stderr: "",
  });
});

test("commands that ask the registry say the same, and so does yarn headwater", async () => {
  const added = await project.yarn(["add", "lib"]);
  expect([added.code, reportOf(added.stdout), added.stderr]).toEqual([
    1,
    [
      "YN0027: lib@unknown can't be resolved to a satisfying range",
      ...told.map((line) => `YN0035: ${line}`),
      "➤ Errors happened when preparing the environment required to run this command.",
    ],
    "",
  ]);
  const own = await project.yarn(["headwater", "stats"]);
  expect([own.code, own.stdout]).toEqual([2, ""]);
  expect(own.stderr).toBe(
    `error ${told[0]}\nheadwater.yml:11:1: unknown key "colour"\n  hint: Write "repository", or remove the key.\n`,
  );
});

test("what has nothing to do with the domain works: scripts run, the plugin is imported and removed", async () => {
  expect(await project.yarn(["run", "hello"])).toEqual({ code: 0, stdout: "hello\n", stderr: "" });
  expect((await project.yarn(["plugin", "import", yarnPluginBundle])).code).toBe(0);
  expect((await project.yarn(["plugin", "remove", yarnPluginName])).code).toBe(0);
  expect((await project.yarn(["install"])).code).toBe(0);
  await project.forget();
});

test.each([
  [
    "no YAML",
    () => "domain: [acme",
    /^YN0000: CONFIGURATION_INVALID: headwater\.yml:1:14: .+$/,
    "YN0000:   Correct the YAML at that place.",
  ],
  [
    "a repository that is not there",
    (text: string) => text.replace("repository: team", "repository: nowhere"),
    /^YN0000: REPOSITORY_NOT_FOUND: The domain acme has no repository "nowhere", which .*headwater\.yml names\.$/,
    "YN0000:   There are: npm-store, shared, team.",
  ],
])("a headwater.yml with %s is told in a line and a hint", async (_, breakIt, message, hint) => {
  await writeFile(project.configFile, breakIt(good));
  const { code, stdout, stderr } = await project.yarn(["install"]);
  expect({ code, report: reportOf(stdout), stderr }).toEqual({
    code: 1,
    report: [expect.stringMatching(message), hint],
    stderr: "",
  });
});

test("a file that HEADWATER_CONFIG names and that is not there is told with how to make it", async () => {
  const { code, stdout } = await project.yarn(["install"], { env: { HEADWATER_CONFIG: "nowhere.yml" } });
  expect({ code, report: reportOf(stdout) }).toEqual({
    code: 1,
    report: [
      expect.stringMatching(
        /^YN0000: CONFIGURATION_NOT_FOUND: The configuration file .*nowhere\.yml, named by HEADWATER_CONFIG, does not exist\.$/,
      ),
      "YN0000:   Check the path, or make the file with yarn headwater init.",
    ],
  });
});
