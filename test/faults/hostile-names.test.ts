import { readdir } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFaultProject, type FaultProject } from "./fault-project.ts";

const LONG = "a".repeat(300);
const NAMES = [
  ["..", ".."],
  ["a path upward", "team/../../etc"],
  ["an encoded null character", "%00"],
  ["a control character", "te\u0001am"],
  ["__proto__", "__proto__"],
  ["300 characters", LONG],
] as const;

let project: FaultProject;

beforeAll(async () => {
  project = await createFaultProject({ registry: "http://127.0.0.1:9/" });
  await project.json(["stats"]);
});
afterAll(() => project.close());

async function expectRefused(args: readonly string[], errorCode: string): Promise<void> {
  const { code, stdout, stderr } = await project.quickly(args);
  expect({ code, stdout }, args.join(" ")).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(new RegExp(`^error ${errorCode}: .*\n  hint: .*\n$`));
  // What a name does to a terminal or a log: nothing.
  expect(stderr).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
  expect(stderr.length).toBeLessThan(600);
}

test.each(NAMES)("a repository cannot be named %s, and none of that name is looked for (R1)", async (_, name) => {
  await expectRefused(["create-repository", `--repository=${name}`], "INVALID_NAME");
  await expectRefused(["describe-repository", `--repository=${name}`], "INVALID_NAME");
  await expectRefused(["create-repository", "--repository", "fine", `--upstreams=${name}`], "INVALID_NAME");
});

test.each(NAMES)("a package cannot be named %s", async (_, name) => {
  await expectRefused(["list-package-versions", `--package=${name}`], "INVALID_NAME");
  await expectRefused(["explain", `@scope/${name}`], "INVALID_NAME");
});

test.each(NAMES)("a version cannot be %s", async (_, version) => {
  const describe = ["describe-package-version", "--package", "lib", `--package-version=${version}`];
  await expectRefused(describe, "INVALID_VERSION");
});

test("HEADWATER_REPOSITORY cannot lead out of the domain", async () => {
  const { code, stderr } = await project.quickly(["stats"], { HEADWATER_REPOSITORY: "../other" });
  expect([code, stderr]).toEqual([2, expect.stringContaining('error INVALID_NAME: The repository name "../other"')]);
});

test("names of what every object has are names like any other", async () => {
  for (const name of ["constructor", "toString"]) {
    expect((await project.quickly(["create-repository", "--repository", name])).code).toBe(0);
    const listed = await project.quickly(["list-package-versions", "--repository", name, "--package", name]);
    expect([listed.code, listed.stderr]).toEqual([1, expect.stringContaining(`does not store ${name}.`)]);
    expect((await project.quickly(["delete-repository", "--repository", name])).code).toBe(0);
  }
});

test("none of these names has become a file", async () => {
  const files = await readdir(project.root, { recursive: true });
  expect(files.filter((file) => /__proto__|\.\.|%00|aaaaaaaaaa|etc$/.test(file))).toEqual([]);
});

test("after all of that the store is whole and nothing is left lying about", async () => {
  expect(await project.harm()).toEqual([]);
});
