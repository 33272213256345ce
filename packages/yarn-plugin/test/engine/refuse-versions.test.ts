import { afterAll, beforeAll, expect, test } from "vitest";
import type { RecordedRegistry } from "../../../../test/kit/recorded-registry.ts";
import { refuseLocked, refuseResolved } from "../../src/engine/refuse-versions.ts";
import { LOOPBACK, archive, headwaterOf, hold, startRegistry } from "../domain-of-registry.ts";
import { type YarnProject, type YarnProjectOptions, makeYarnProject, reported } from "../yarn-project.ts";

let registry: RecordedRegistry;
beforeAll(async () => {
  registry = await startRegistry("bad@1.0.0", "good@1.0.0");
});
afterAll(() => registry.close());

async function projectWith(more: YarnProjectOptions = {}): Promise<YarnProject> {
  return makeYarnProject({
    headwater: headwaterOf(registry),
    yarnrc: LOOPBACK,
    dependencies: { bad: "1.0.0", good: "1.0.0" },
    locked: ["bad@1.0.0", "good@1.0.0"],
    ...more,
  });
}
const before = async (made: YarnProject) => {
  const project = await made.project();
  return reported(made.configuration, (report) => refuseLocked(made.domains, project, report));
};
const after = async (made: YarnProject) => {
  const project = await made.project();
  return reported(made.configuration, () => refuseResolved(made.domains, project));
};

const told = [
  "YN0000: PACKAGE_VERSION_REFUSED: The lockfile names versions that the repository team refuses:",
  'YN0000:   bad@1.0.0 is Archived in the repository "team" and is not given out. Choose another version, or ask those who keep this repository why it was withdrawn.',
];

test("a lockfile of which nothing is refused passes, before and after the resolution", async () => {
  const made = await projectWith();
  for (const check of [before, after]) expect(await check(made)).toEqual({ exitCode: 0, lines: [] });
});

test("a version that is Archived fails the install, before and after the resolution, with why and what to do (S5)", async () => {
  const made = await projectWith();
  const opened = await made.opened();
  await hold(opened, "bad", "1.0.0");
  await archive(opened, "bad", "1.0.0");
  for (const check of [before, after]) expect(await check(made)).toEqual({ exitCode: 1, lines: told });
});

test("a version that is about to be left is no reason to refuse", async () => {
  const made = await projectWith({
    dependencies: { bad: "2.0.0", good: "1.0.0" },
    locked: ["bad@1.0.0", "bad@2.0.0", "good@1.0.0"],
  });
  const opened = await made.opened();
  await hold(opened, "bad", "1.0.0");
  await archive(opened, "bad", "1.0.0");
  for (const check of [before, after]) expect(await check(made)).toEqual({ exitCode: 0, lines: [] });
});

test("what comes directly from its own registry is not the domain's to refuse", async () => {
  const made = await projectWith({
    headwater: headwaterOf(registry, 'direct: ["@own"]\n'),
    dependencies: { "@own/lib": "1.0.0" },
    locked: ["@own/lib@1.0.0"],
  });
  expect(await before(made)).toEqual({ exitCode: 0, lines: [] });
});

test("a configuration that is broken is told before anything is resolved, in as many lines as it has faults", async () => {
  const made = await projectWith({ headwater: "colour: blue\nsize: 3\n" });
  expect(await before(made)).toEqual({
    exitCode: 1,
    lines: [
      'YN0000: CONFIGURATION_INVALID: headwater.yml:1:1: unknown key "colour"',
      'YN0000:   headwater.yml:2:1: unknown key "size"',
      expect.stringMatching(/^YN0000: {3}The keys are: domain, /),
    ],
  });
});

test("warnings of the configuration stop nothing", async () => {
  const headwater = headwaterOf(registry).replace(" } }", ', token: "env:ABSENT_TOKEN" } }');
  expect(await before(await projectWith({ headwater }))).toEqual({
    exitCode: 0,
    lines: [expect.stringMatching(/^YN0000: The variable ABSENT_TOKEN, /)],
  });
});

test("HEADWATER_ENABLED that says no refuses nothing", async () => {
  const made = await projectWith({ env: { HEADWATER_ENABLED: "no" } });
  for (const check of [before, after]) expect(await check(made)).toEqual({ exitCode: 0, lines: [] });
});
