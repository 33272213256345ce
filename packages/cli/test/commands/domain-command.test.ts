import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCommandLine } from "../../src/main.ts";
import { type TestDomain, createTestDomain, runIn } from "../command-runner.ts";
import { temporaryFolder } from "../temporary-folder.ts";

/** What all commands on a domain have in common, and the smallest of them. */
let domain: TestDomain;

beforeAll(async () => {
  domain = await createTestDomain();
});
afterAll(() => domain.close());

describe("the domain", () => {
  test("is described with its owner and counts", async () => {
    expect(await domain.json("describe-domain", "--domain", "acme", "--domain-owner", "111122223333")).toEqual({
      domain: {
        name: "acme",
        owner: "111122223333",
        arn: expect.stringContaining(":domain/acme") as string,
        status: "Active",
        createdTime: expect.stringContaining("T") as string,
        repositoryCount: 3,
        assetSizeBytes: 0,
      },
    });
  });

  test("is opened with a notice that does not repeat a token written in place of its variable's name", async () => {
    const token = `npm_${"aB3".repeat(12)}`;
    await using project = await temporaryFolder({
      "headwater.yml": `externalConnections: { "public:npmjs": { token: env:${token} } }\n`,
    });
    const { code, stderr } = await runIn(project.path, domain.env, ["stats"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("headwater: The variable ***, which holds the token of public:npmjs, is not set");
    expect(stderr).not.toContain(token);
  });

  test("must be the configured one", async () => {
    for (const options of [
      ["--domain", "other"],
      ["--domain-owner", "999999999999"],
    ]) {
      expect(await domain.run("describe-domain", ...options)).toMatchObject({
        code: 1,
        stdout: "",
        stderr: expect.stringContaining("DOMAIN_NOT_FOUND") as string,
      });
    }
  });

  test("is the one of --config, from any folder", async () => {
    await using elsewhere = await temporaryFolder();
    const outcome = await runIn(elsewhere.path, domain.env, [
      "describe-domain",
      "--config",
      join(domain.folder, "headwater.yml"),
    ]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({ domain: { name: "acme" } });
    expect(await runIn(elsewhere.path, domain.env, ["describe-domain", "--config", "none.yml"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("CONFIGURATION_NOT_FOUND") as string,
    });
  });

  test("without a configuration is the default one, ready to be used", async () => {
    await using home = await temporaryFolder();
    const outcome = await runIn(home.path, { HOME: home.path }, ["list-repositories", "--json"]);
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      repositories: [{ name: "main", domainName: "local" }, { name: "npm-store" }],
    });
  });
});

describe("output", () => {
  test("is JSON, a table or text, as asked for", async () => {
    const list = ["list-repositories-in-domain"];
    expect(((await domain.json(...list)) as { repositories: unknown[] }).repositories).toHaveLength(3);
    expect((await domain.run(...list, "--output", "table")).stdout).toMatch(/^NAME +ADMINISTRATOR ACCOUNT/);
    expect((await domain.run(...list, "--output", "text")).stdout.split("\n")[0]).toMatch(
      /^REPOSITORIES\t111122223333\tarn:/,
    );
  });

  test("as a table fits the terminal: rows that are too wide for it become lines", async () => {
    const stdout = Object.assign(new PassThrough(), { columns: 80 });
    const { folder: cwd, env } = domain;
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    const context = { cwd, env, stdin, stdout, stderr, colorDepth: 1 };
    expect(await runCommandLine(["list-repositories-in-domain", "--output", "table"], context)).toBe(0);
    const lines = String(stdout.read()).split("\n");
    expect(lines.slice(0, 2)).toEqual(["name                   npm-store", "administrator account  111122223333"]);
  });

  test("of an error is JSON too when JSON was asked for, always on standard error", async () => {
    const { code, stdout, stderr } = await domain.run("describe-repository", "--repository", "none", "--json");
    expect([code, stdout]).toEqual([1, ""]);
    expect(JSON.parse(stderr)).toMatchObject({
      error: { code: "REPOSITORY_NOT_FOUND", hint: expect.any(String) as string },
    });
  });

  test("of an error has a stack only with HEADWATER_DEBUG", async () => {
    const failing = ["describe-repository", "--repository", "none"];
    expect((await domain.run(...failing)).stderr).not.toContain("    at ");
    expect((await runIn(domain.folder, { ...domain.env, HEADWATER_DEBUG: "1" }, failing)).stderr).toContain("    at ");
  });
});

describe("list-repositories", () => {
  const names = async (...args: readonly string[]) =>
    ((await domain.json(...args)) as { repositories: { name: string }[] }).repositories.map(({ name }) => name);

  test("sorts by name, and filters by prefix and account", async () => {
    expect(await names("list-repositories")).toEqual(["npm-store", "shared", "team"]);
    expect(await names("list-repositories", "--repository-prefix", "te")).toEqual(["team"]);
    expect(await names("list-repositories-in-domain", "--administrator-account", "999999999999")).toEqual([]);
  });
});

test("get-repository-endpoint prints the URL that serve answers at, for repositories that exist", async () => {
  expect(await domain.json("get-repository-endpoint", "--repository", "team", "--format", "npm")).toEqual({
    repositoryEndpoint: "http://127.0.0.1:4873/npm/team/",
  });
  expect(await domain.run("get-repository-endpoint", "--repository", "none")).toMatchObject({ code: 1 });
});

describe("apply", () => {
  test("says so when nothing is to be done, and what it would do or did", async () => {
    expect(await domain.run("apply")).toMatchObject({
      code: 0,
      stdout: "The domain is as headwater.yml declares it.\n",
    });
    expect(await domain.json("apply", "--json", "--dry-run")).toEqual({ applied: [], remaining: [] });
  });

  test("a dry run lists every difference of the project's own store, and writes nothing", async () => {
    const text = (upstreams: string) =>
      `domain: acme\nrepository: team\nrepositories:\n  team: { upstreams: ${upstreams} }\n  store: {}\n`;
    await using project = await temporaryFolder({ "headwater.yml": text("[]") });
    const run = (...args: readonly string[]) => runIn(project.path, { HOME: project.path }, args);
    expect((await run("apply", "--dry-run")).stdout).toBe("would: create team\nwould: create store\n");
    expect(await readdir(project.path)).toEqual(["headwater.yml"]);
    await run("apply");
    await writeFile(join(project.path, "headwater.yml"), `${text("[store]")}  new: {}\n`);
    for (const _ of ["first", "again"]) {
      expect(await run("apply", "--dry-run")).toEqual({
        code: 0,
        stdout: "would: change the upstreams of team from [] to [store]\nwould: create new\n",
        stderr: "",
      });
    }
  });

  test("changes a shared store's repositories, where opening only warns", async () => {
    await using shared = await temporaryFolder();
    const file = join(shared.path, "headwater.yml");
    const store = join(domain.folder, ".headwater");
    const text = (upstreams: string): string =>
      `domain: acme\nowner: "111122223333"\nstore: { references: "sqlite:${store}/references.sqlite", assets: "file:${store}/assets" }\nrepositories:\n  shared: { upstreams: ${upstreams} }\n`;
    await writeFile(file, text("[]"));
    const run = (...args: readonly string[]) => runIn(shared.path, domain.env, args);
    expect((await run("list-repositories")).stderr).toContain("headwater apply");
    expect((await run("apply", "--dry-run")).stdout).toMatch(/^would: .*shared/);
    expect((await run("apply")).stdout).toMatch(/shared/);
    expect(JSON.parse((await run("describe-repository", "--repository", "shared")).stdout)).toMatchObject({
      repository: { upstreams: [] },
    });
    await rm(file);
    expect(await run("apply")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("CONFIGURATION_NOT_FOUND") as string,
    });
  });
});
