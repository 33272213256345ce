import type { InstallMode, InstallOptions } from "@yarnpkg/core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { RecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { retainInstalled } from "../../src/engine/retain-installed.ts";
import { LOOPBACK, archive, headwaterOf, held, hold, startRegistry } from "../domain-of-registry.ts";
import { type YarnProject, makeYarnProject, reported } from "../yarn-project.ts";

let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await startRegistry("lib@1.0.0", "elsewhere@1.0.0");
});
afterEach(() => registry.setDown(false));
afterAll(() => registry.close());

const projectWith = (more = ""): Promise<YarnProject> =>
  makeYarnProject({
    headwater: headwaterOf(registry, more),
    yarnrc: LOOPBACK,
    dependencies: { parent: "1.0.0", lib: "1.0.0" },
    locked: [
      [
        "parent@1.0.0",
        'resolution: "parent@npm:1.0.0::__archiveUrl=https%3A%2F%2Fforeign.example.com%2Fparent.tgz"',
        "dependencies:",
        '  elsewhere: "npm:1.0.0"',
        "dependenciesMeta:",
        "  elsewhere:",
        "    optional: true",
      ],
      ["elsewhere@1.0.0", "conditions: os=nowhere"],
      "lib@1.0.0",
    ],
  });
const retain = async (made: YarnProject, mode?: string) => {
  const project = await made.project();
  return reported(made.configuration, (report) =>
    retainInstalled(made.domains, project, {
      report,
      ...(mode === undefined ? {} : { mode: mode as InstallMode }),
    } as InstallOptions),
  );
};
const foreign = "YN0000: 1 version came from other registries and was left out: parent@1.0.0";

test("what lies installed is retained, what is for other platforms and from other registries is not (K1)", async () => {
  const made = await projectWith();
  expect(await retain(made)).toEqual({
    exitCode: 0,
    lines: ["YN0000: retained 1 version in team that the client had not asked for.", foreign],
  });
  expect(await held(await made.opened())).toEqual(["lib@1.0.0"]);
  expect(await held(await made.opened(), "npm-store")).toEqual(["lib@1.0.0"]);
  // Nothing is new the second time.
  expect(await retain(made)).toEqual({ exitCode: 0, lines: [foreign] });
});

test("with retain: lockfile every entry of the lockfile is retained", async () => {
  const made = await projectWith("retain: lockfile\n");
  await retain(made);
  expect(await held(await made.opened())).toEqual(["elsewhere@1.0.0", "lib@1.0.0"]);
});

test.each([
  ["retain: requested", "retain: requested\n", undefined],
  ["an install that writes the lockfile alone", "", "update-lockfile"],
])("with %s nothing is retained", async (_, more, mode) => {
  const made = await projectWith(more);
  expect(await retain(made, mode)).toEqual({ exitCode: 0, lines: [] });
  expect(await held(await made.opened())).toEqual([]);
});

test("an install that writes the lockfile alone is retained where the lockfile is what counts", async () => {
  const made = await projectWith("retain: lockfile\n");
  await retain(made, "update-lockfile");
  expect(await held(await made.opened())).toEqual(["elsewhere@1.0.0", "lib@1.0.0"]);
});

test("what cannot be fetched is a warning: the install was good", async () => {
  const made = await projectWith();
  registry.setDown(true);
  const { exitCode, lines } = await retain(made);
  expect(exitCode).toBe(0);
  expect(lines.slice(0, 2)).toEqual([
    "YN0000: 1 version could not be retained in team:",
    expect.stringMatching(/^YN0000: {3}lib@1\.0\.0: public:npmjs .* could not be asked/),
  ]);
});

test("a version that is refused fails the install that has it all the same (S5)", async () => {
  const made = await projectWith();
  await hold(await made.opened(), "lib", "1.0.0");
  await archive(await made.opened(), "lib", "1.0.0");
  expect(await retain(made)).toEqual({
    exitCode: 1,
    lines: [
      foreign,
      "YN0000: PACKAGE_VERSION_REFUSED: What was installed holds versions that the repository team refuses:",
      expect.stringMatching(/^YN0000: {3}lib@1\.0\.0 is Archived in the repository "team"/),
    ],
  });
});

test("HEADWATER_ENABLED that says no retains nothing", async () => {
  const made = await makeYarnProject({ env: { HEADWATER_ENABLED: "0" } });
  expect(await retain(made)).toEqual({ exitCode: 0, lines: [] });
});
