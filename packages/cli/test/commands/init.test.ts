import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadConfiguration } from "@headwater/domain";
import { expect, test } from "vitest";
import { runIn } from "../command-runner.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("writes a configuration that can be loaded, lets git ignore the store, and says what is next", async () => {
  await using root = await temporaryFolder({ "package.json": "{}" });
  const { code, stdout } = await runIn(root.path, { HOME: root.path }, [
    "init",
    "--domain",
    "acme",
    "--owner",
    "111122223333",
    "--repository",
    "team",
  ]);
  expect(code).toBe(0);
  expect(stdout).toContain(`wrote ${join(root.path, "headwater.yml")}`);
  for (const next of ["  headwater install\n", "headwater exec -- npm install", "npx headwater"])
    expect(stdout).toContain(next);
  expect(await readFile(join(root.path, ".gitignore"), "utf8")).toBe(".headwater/\n");
  expect(await loadConfiguration({ cwd: root.path, env: { HOME: root.path } })).toMatchObject({
    domain: "acme",
    owner: "111122223333",
    repository: "team",
    repositories: [
      { name: "team", upstreams: ["npm-store"] },
      { name: "npm-store", externalConnection: "public:npmjs" },
    ],
  });
});

test("below another configuration it says that a second domain begins here, once", async () => {
  await using root = await temporaryFolder({ "headwater.yml": "domain: acme\n", "packages/one/package.json": "{}" });
  const init = () => runIn(join(root.path, "packages", "one"), { HOME: root.path }, ["init"]);
  expect((await init()).stderr).toContain(`Until now ${join(root.path, "headwater.yml")} counted in this folder`);
  expect((await init()).stderr).toBe("");
});

test("HEADWATER_CONFIG names the file that is written, and --config wins over it", async () => {
  await using root = await temporaryFolder();
  const init = (...args: readonly string[]) =>
    runIn(root.path, { HOME: root.path, HEADWATER_CONFIG: "other.yml" }, ["init", ...args]);
  await init();
  expect(await readdir(root.path)).toEqual([".gitignore", "other.yml"]);
  await init("--config", "third.yml");
  expect(await readdir(root.path)).toEqual([".gitignore", "other.yml", "third.yml"]);
});

test("a second time changes nothing, and says so", async () => {
  await using root = await temporaryFolder();
  const init = (...args: readonly string[]) => runIn(root.path, { HOME: root.path }, ["init", ...args]);
  await init();
  const before = await readFile(join(root.path, "headwater.yml"), "utf8");
  const { code, stdout } = await init();
  expect(code).toBe(0);
  expect(stdout).toContain("is there already and stays as it is");
  expect(await readFile(join(root.path, "headwater.yml"), "utf8")).toBe(before);
  expect(await readFile(join(root.path, ".gitignore"), "utf8")).toBe(".headwater/\n");
  expect(JSON.parse((await init("--json")).stdout)).toEqual({
    configuration: join(root.path, "headwater.yml"),
    written: [],
  });
});

test("a configuration that is there is overwritten by --force alone; names asked for are not dropped in silence", async () => {
  await using root = await temporaryFolder({ "headwater.yml": "domain: old\n" });
  const init = (...args: readonly string[]) => runIn(root.path, { HOME: root.path }, ["init", ...args]);
  expect(await init("--domain", "acme")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("ALREADY_EXISTS") as string,
  });
  expect(await readFile(join(root.path, "headwater.yml"), "utf8")).toBe("domain: old\n");
  expect((await init("--domain", "acme", "--force")).code).toBe(0);
  expect(await readFile(join(root.path, "headwater.yml"), "utf8")).toContain("domain: acme\n");
});

test("bad names are refused, and nothing is written (D2, R1)", async () => {
  await using root = await temporaryFolder();
  for (const bad of [
    ["--domain", "Acme"],
    ["--owner", "1"],
    ["--repository", "../x"],
  ]) {
    expect(await runIn(root.path, { HOME: root.path }, ["init", ...bad])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("INVALID_NAME") as string,
    });
  }
  expect(await readdir(root.path)).toEqual([]);
});

test("a place that cannot be written is told with its path and what to do", async () => {
  await using root = await temporaryFolder({ "taken/headwater.yml/file": "" });
  for (const file of ["none/headwater.yml", "taken/headwater.yml"]) {
    const { code, stderr } = await runIn(root.path, { HOME: root.path }, ["init", "--config", file]);
    expect(code).toBe(2);
    expect(stderr).toContain(`error CONFIGURATION_INVALID: ${join(root.path, file)} cannot be read or written`);
    expect(stderr).toContain("hint: ");
  }
});
