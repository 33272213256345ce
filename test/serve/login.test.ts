import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { runCommandLine } from "headwater";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject, declaredRepositories } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Stock clients, each with a home of its own that only `headwater login` writes to, at one `headwater serve`. */
const token = "a-long.random~text==";
const serverToken = { HEADWATER_TOKEN: token };
const CLIENTS = [
  { client: "npm-11", tool: "npm", install: ["install"], lockfile: "package-lock.json" },
  { client: "npm-12", tool: "npm", install: ["install"], lockfile: "package-lock.json" },
  { client: "pnpm-10", tool: "pnpm", install: ["add"], lockfile: "pnpm-lock.yaml" },
  { client: "pnpm-12", tool: "pnpm", install: ["add"], lockfile: "pnpm-lock.yaml" },
  { client: "bun", tool: "bun", install: ["add"], lockfile: "bun.lock" },
  { client: "yarn-4", tool: "yarn", install: ["add"], lockfile: "yarn.lock" },
  { client: "yarn-1", tool: "yarn1", install: ["add"], lockfile: "yarn.lock" },
] as const;
type Client = (typeof CLIENTS)[number]["client"];

let registry: RecordedRegistry;
let project: HeadwaterProject;
let server: RunningServe;

beforeAll(async () => {
  const packages = CLIENTS.flatMap(({ client }) => [
    buildPackage({ name: `for-${client}`, version: "1.0.0" }),
    buildPackage({ name: `for-${client}`, version: "1.1.0" }),
    buildPackage({ name: `@acme/for-${client}`, version: "1.0.0" }),
  ]);
  registry = await startRecordedRegistry({ packages });
  project = await createHeadwaterProject({
    registry: registry.url,
    configuration: "server: { token: env:HEADWATER_TOKEN }\n",
  });
  server = await startServe(project, { env: serverToken });
  await project.configure(`${declaredRepositories}server: { token: env:HEADWATER_TOKEN, url: "${server.url}" }\n`);
});
afterAll(async () => {
  await server.close();
  await project.close();
  await registry.close();
});

const homeOf = (client: Client): string => join(project.root, `home-of-${client}`);

/** The command line in this process, with the client's home and the server's token. */
async function headwater(
  client: Client,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = serverToken,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const env = { ...clientEnvironment({ client, home: homeOf(client) }), ...variables };
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const printed = Promise.all([readAll(stdout), readAll(stderr)]);
  const code = await runCommandLine(args, { env, stdin, stdout, stderr, colorDepth: 1, cwd: project.folder });
  stdout.end();
  stderr.end();
  const [out, err] = await printed;
  if (code !== 0) throw new Error(`headwater ${args.join(" ")} exited ${code}: ${err}`);
  return { stdout: out, stderr: err };
}

async function newProject(client: Client, name: string): Promise<string> {
  const folder = join(project.root, `${name}-${client}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "name": "app", "version": "1.0.0", "license": "MIT" }\n');
  // Yarn 4 takes a folder without one for a part of the project above.
  if (client === "yarn-4") {
    await writeFile(join(folder, "yarn.lock"), "");
    await writeFile(join(folder, ".yarnrc.yml"), "nodeLinker: node-modules\nnpmMinimalAgeGate: 0\n");
  }
  return folder;
}

async function run(client: Client, cwd: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runClient({ client, home: homeOf(client), cwd, args });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  return stdout + stderr;
}

const settingsIn = async (home: string): Promise<readonly string[]> =>
  (await readdir(home, { recursive: true })).filter((path) =>
    /(?:^|\/)\.(?:npmrc|yarnrc|yarnrc\.yml|bunfig\.toml)$/.test(path),
  );

describe.each(CLIENTS)("$client, after headwater login --tool $tool for all packages and for a scope", (each) => {
  const { client, tool, install, lockfile } = each;
  const scope = ["--tool", tool, "--namespace", "@acme"];

  beforeAll(async () => {
    await mkdir(homeOf(client), { recursive: true });
    for (const args of [
      ["--tool", tool],
      [...scope, "--repository", "shared"],
    ]) {
      const { stdout, stderr } = await headwater(client, ["login", ...args]);
      if (stderr !== "" || stdout.includes(token)) throw new Error(`login said too much: ${stdout}${stderr}`);
    }
  });

  test("installs each from its repository, and its lockfile names an address only where the client knows no other way", async () => {
    const folder = await newProject(client, "all");
    await run(client, folder, [...install, `for-${client}@1.0.0`, `@acme/for-${client}@1.0.0`]);
    expect(await installedVersions(folder)).toEqual([`@acme/for-${client}@1.0.0`, `for-${client}@1.0.0`]);
    const lines = (await readFile(join(folder, lockfile), "utf8")).split("\n");
    const naming = lines.filter((line) => line.includes(new URL(server.url).host));
    // npm names the registry of a scope, whoever's it is; Yarn 1 names every tarball's address.
    const named =
      { "npm-11": ["@acme"], "npm-12": ["@acme"], "yarn-1": ["@acme", "team/for-"] }[client as string] ?? [];
    expect(naming).toHaveLength(named.length);
    for (const what of named) expect(naming).toContainEqual(expect.stringContaining(what));
  });

  test("is as it was once both are undone, and so is its user's home", async () => {
    await headwater(client, ["logout", "--tool", tool]);
    await headwater(client, ["logout", ...scope]);
    expect(await settingsIn(homeOf(client))).toEqual([]);
  });
});

test("what each asked for is retained in the repository of its login and in the connected one (K1)", async () => {
  const asked = CLIENTS.map(({ client }) => `for-${client}@1.0.0`);
  const scoped = CLIENTS.map(({ client }) => `@acme/for-${client}@1.0.0`);
  expect(await project.held("team")).toEqual(asked.toSorted());
  expect(await project.held("shared")).toEqual(scoped.toSorted());
  expect(await project.held("npm-store")).toEqual([...asked, ...scoped].toSorted());
});

describe.each(["npm-11", "npm-12"] as const)("%s below the path of a repository", (client) => {
  test("packs and compares, and a later install from the same cache writes a lockfile that names no address", async () => {
    await headwater(client, ["login", "--tool", "npm"]);
    const folder = await newProject(client, "packed");
    await run(client, folder, ["pack", `for-${client}`]);
    expect(await readdir(folder)).toContain(`for-${client}-1.1.0.tgz`);
    const compared = await run(client, folder, ["diff", `--diff=for-${client}@1.0.0`, `--diff=for-${client}@1.1.0`]);
    expect(compared).toContain('+  "version": "1.1.0"');

    await run(client, folder, ["install", `for-${client}`]);
    const text = await readFile(join(folder, "package-lock.json"), "utf8");
    expect(text).toContain(`for-${client}-1.1.0.tgz`);
    expect(text).not.toContain(new URL(server.url).host);
    expect(await keptAddresses(join(homeOf(client), ".npm", "_cacache", "content-v2"))).toEqual([]);
    await headwater(client, ["logout", "--tool", "npm"]);
  });
});

/** Files in npm's cache that name a tarball at the repository. */
async function keptAddresses(cache: string): Promise<readonly string[]> {
  const files = (await readdir(cache, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const named: string[] = [];
  for (const { parentPath, name } of files) {
    if ((await readFile(join(parentPath, name), "latin1")).includes(`"tarball":"${server.url}npm/team/`))
      named.push(name);
  }
  return named;
}

test("login says what a client would meet: another token, no such repository, nobody there", async () => {
  const told = async (args: readonly string[], variables = serverToken): Promise<string> =>
    (await headwater("npm-12", ["login", "--tool", "npm", ...args], variables)).stderr;
  expect(await told([], { HEADWATER_TOKEN: "another" })).toContain("does not take this token");
  await expect(told(["--repository", "none"])).rejects.toThrow(/REPOSITORY_NOT_FOUND: .* has no repository "none"/);
  expect(await told(["--repository", "none", "--force"])).toContain("has no repository at");
  await server.close();
  expect(await told([])).toContain("Nothing answers");
  server = await startServe(project, { env: serverToken });
});
