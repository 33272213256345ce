/**
 * A dependency confusion played out with real clients: a package of one's own is published, and afterwards the public registry has
 * packages of that name, and of names that look like it, at higher versions.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { type ClientResult, runClient } from "../kit/run-client.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import type { TestClient } from "../kit/test-client.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const token = "the-token-of-the-team";
/** By case, by separator, and by characters that are read as one another. */
const LOOK_ALIKES = ["Acme-Tool", "acme_tool", "acme.tool", "acme--tool", "acme-t00l", "acme-too1", "acrne-tool"];

let hostile: RecordedRegistry;
let project: HeadwaterProject;
let server: RunningServe;

const repository = (): string => `${server.url}npm/team/`;

const attack = (name: string, version: string): void =>
  hostile.addPackage(buildPackage({ name, version, files: { "index.js": "module.exports = 'theirs';" } }));

/** What the registry was asked that has to do with the name. */
const askedFor = (name: string): readonly string[] =>
  hostile.requests.map(({ url }) => url).filter((url) => url.toLowerCase().includes(name.toLowerCase()));

/** A new project of a user who has nothing from before: neither lockfile nor cache. */
async function freshProject(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(project.root, name);
  await mkdir(join(folder, "home"), { recursive: true });
  await writeFile(
    join(folder, "home", ".npmrc"),
    `registry=${repository()}\n${repository().replace(/^http:/, "")}:_authToken=${token}\n`,
  );
  for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
  return folder;
}

const ask = (path: string, url = repository()): Promise<Response> =>
  fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });

const shownVersions = async (answer: Response): Promise<readonly string[]> =>
  Object.keys(((await answer.json()) as { readonly versions: object }).versions);

const run = (client: TestClient, folder: string, args: readonly string[]): Promise<ClientResult> =>
  runClient({ client, home: join(folder, "home"), cwd: folder, args });

async function succeeds(client: TestClient, folder: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run(client, folder, args);
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  return stdout + stderr;
}

async function publish(version: string): Promise<void> {
  const folder = await freshProject(`source-${version}`, {
    "package.json": JSON.stringify({ name: "acme-tool", version, license: "MIT" }),
    "index.js": "module.exports = 'ours';",
  });
  await succeeds("npm-12", folder, ["publish"]);
}

beforeAll(async () => {
  hostile = await startRecordedRegistry();
  project = await createHeadwaterProject({
    registry: hostile.url,
    configuration: "server: { token: env:HEADWATER_TOKEN }\n",
  });
  server = await startServe(project, { env: { HEADWATER_TOKEN: token } });
  await publish("1.0.0");
  await publish("1.1.0");
  for (const version of ["1.0.1", "1.9.9", "99.0.0"]) attack("acme-tool", version);
  for (const name of LOOK_ALIKES) attack(name, "99.0.0");
  hostile.clearRequests();
});
afterAll(async () => {
  await server.close();
  await project.close();
  await hostile.close();
});

describe("a public package of the name of one's own, at higher versions, with default settings (O3, L5, S7)", () => {
  /** One dependency for each way to ask for the newest. */
  const dependencies = Object.fromEntries(
    ["^1.0.0", "latest", "*", ">=1.0.0", "1.x"].map((wanted, index) => [`way-${index}`, `npm:acme-tool@${wanted}`]),
  );
  const manifest = JSON.stringify({ name: "app", version: "1.0.0", license: "MIT", dependencies });
  const yarnrc = (): string => `nodeLinker: node-modules
npmMinimalAgeGate: 0
npmRegistryServer: "${repository()}"
npmAuthToken: ${token}
npmAlwaysAuth: true
unsafeHttpWhitelist: ["127.0.0.1"]
`;

  test.each(["npm-12", "pnpm-12", "bun", "yarn-4"] as const)(
    "a fresh install by %s, without a lockfile, installs one's own",
    async (client) => {
      const folder = await freshProject(`fresh-${client}`, {
        "package.json": manifest,
        // What was published a minute ago is too young for pnpm's default.
        ...(client.startsWith("pnpm") ? { "pnpm-workspace.yaml": "minimumReleaseAge: 0\n" } : {}),
        ...(client === "yarn-4" ? { "yarn.lock": "", ".yarnrc.yml": yarnrc() } : {}),
      });
      await succeeds(client, folder, ["install"]);
      expect(await installedVersions(folder)).toEqual(["acme-tool@1.1.0"]);
      expect(askedFor("acme-tool")).toEqual([]);
    },
  );

  test("a fresh headwater install installs one's own", async () => {
    const folder = await freshProject("fresh-headwater", { "package.json": manifest });
    const { code, stderr } = await project.headwater(["install"], { cwd: folder });
    expect(code, stderr).toBe(0);
    expect(await installedVersions(folder)).toEqual(["acme-tool@1.1.0"]);
    expect(askedFor("acme-tool")).toEqual([]);
  });

  test("an update by npm and by pnpm stays with one's own", async () => {
    for (const client of ["npm-12", "pnpm-12"] as const) {
      const folder = await freshProject(`update-${client}`, {
        "package.json": JSON.stringify({ name: "app", version: "1.0.0", dependencies: { "acme-tool": "1.0.0" } }),
        "pnpm-workspace.yaml": "minimumReleaseAge: 0\n",
      });
      await succeeds(client, folder, ["install"]);
      await succeeds(client, folder, client === "npm-12" ? ["install", "acme-tool@latest"] : ["update", "--latest"]);
      const installed = await readFile(join(folder, "node_modules", "acme-tool", "package.json"), "utf8");
      expect(JSON.parse(installed)).toMatchObject({ version: "1.1.0" });
    }
    expect(askedFor("acme-tool")).toEqual([]);
  });

  test("a version that only the public registry has is refused, and explain names the rule (S7)", async () => {
    const folder = await freshProject("exact", { "package.json": '{ "name": "app", "version": "1.0.0" }' });
    const { code, stderr } = await run("npm-12", folder, ["install", "acme-tool@99.0.0"]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining("ETARGET") as string });
    const explained = await project.headwater(["explain", "acme-tool@99.0.0"]);
    expect(explained.code).not.toBe(0);
    expect(explained.stdout + explained.stderr).toContain("(S7)");
    expect(await installedVersions(folder)).toEqual([]);
    expect(askedFor("acme-tool")).toEqual([]);
  });

  test("a repository that does not have one's own on its way shows the public ones; one's own then tells what it withholds (S7)", async () => {
    expect(await shownVersions(await ask("acme-tool", `${server.url}npm/shared/`))).toContain("99.0.0");
    const answer = await ask("acme-tool");
    expect(await shownVersions(answer)).toEqual(["1.0.0", "1.1.0"]);
    expect(answer.headers.get("npm-notice")).toMatch(/withheld: .*\(S7\)/);
  });
});

describe("a package of one's own that was copied into a repository on a way to the public registry (O5)", () => {
  const url = (name: string): string => `${server.url}npm/${name}/`;
  const shown = async (name: string): Promise<readonly string[]> => shownVersions(await ask("acme-tool", url(name)));
  const copyInto = (name: string): Promise<unknown> => {
    const from = ["--source-repository", "team", "--destination-repository", name];
    return project.json(["copy-package-versions", ...from, "--package", "acme-tool", "--versions", "1.0.0"]);
  };
  const block = (name: string): Promise<unknown> => {
    const restrictions = ["--restrictions", "publish=ALLOW,upstream=BLOCK"];
    const of = ["--repository", name, "--package", "acme-tool"];
    return project.json(["put-package-origin-configuration", ...of, ...restrictions]);
  };

  beforeAll(async () => {
    for (const name of ["release", "reserved", "grouped"])
      await project.json(["create-repository", "--repository", name, "--upstreams", "npm-store"]);
  });

  test("shows the public versions beside the copied one, until upstreams are blocked for it there", async () => {
    await copyInto("release");
    expect(await shown("release")).toEqual(expect.arrayContaining(["1.0.0", "1.9.9", "99.0.0"]));
    await block("release");
    expect(await shown("release")).toEqual(["1.0.0"]);
    expect((await ask("acme-tool/-/acme-tool-99.0.0.tgz", url("release"))).status).toBe(404);
  });

  test("never shows one where upstreams were blocked for the name before the first copy, which goes through all the same", async () => {
    hostile.clearRequests();
    await block("reserved");
    await copyInto("reserved");
    expect(await shown("reserved")).toEqual(["1.0.0"]);
    expect((await ask("acme-tool/-/acme-tool-99.0.0.tgz", url("reserved"))).status).toBe(404);
    expect(askedFor("acme-tool")).toEqual([]);
  });

  test("never shows one when a package group keeps public registries out", async () => {
    hostile.clearRequests();
    const group = ["--package-group", "/npm//acme-*"];
    await project.json(["create-package-group", ...group]);
    const restrictions = ["--restrictions", "EXTERNAL_UPSTREAM=BLOCK"];
    await project.json(["update-package-group-origin-configuration", ...group, ...restrictions]);
    await copyInto("grouped");
    expect(await shown("grouped")).toEqual(["1.0.0"]);
    expect(askedFor("acme-tool")).toEqual([]);
    await project.json(["delete-package-group", ...group]);
    expect(await shown("grouped")).toContain("99.0.0");
  });
});

describe("public packages whose names look like one's own, once the name has a package group (PG10, PG11)", () => {
  beforeAll(async () => {
    // Installed while nothing forbade it: what is held stays usable.
    attack("acme_tool", "0.5.0");
    const folder = await freshProject("before", { "package.json": '{ "name": "app", "version": "1.0.0" }' });
    await succeeds("npm-12", folder, ["install", "acme_tool@0.5.0"]);
    await project.json(["create-package-group", "--package-group", "/npm//acme-tool$"]);
    hostile.clearRequests();
  });

  test.each(LOOK_ALIKES.filter((name) => name !== "acme_tool"))(
    "%s is refused on every path, the error's body names the rule, and the registry is not asked",
    async (name) => {
      for (const path of [name, `${name}/99.0.0`, `${name}/-/${name}-99.0.0.tgz`]) {
        const answer = await ask(path);
        expect(answer.status).toBe(404);
        const { error } = (await answer.json()) as { readonly error: string };
        expect(error).toMatch(/look-alike of the package group \/npm\/\/acme-tool\$.*\(PG11\)/);
      }
      expect(askedFor(name)).toEqual([]);
    },
  );

  test("headwater explain names the rule", async () => {
    const { code, stdout, stderr } = await project.headwater(["explain", "acme-too1"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain("(PG11)");
  });

  test("a version that came before the group stays, and npm-notice names the rule that withholds the others", async () => {
    const answer = await ask("acme_tool");
    expect(await shownVersions(answer)).toEqual(["0.5.0"]);
    expect(answer.headers.get("npm-notice")).toMatch(/withheld: .*\(PG11\)/);
    expect(askedFor("acme_tool")).toEqual([]);
  });

  test.each([
    { client: "npm-12", told: "(PG11)" },
    // It names the package and the status, and no registry's reason.
    { client: "pnpm-12", told: "acme-too1" },
  ] as const)("$client does not install one, and tells its user $told", async ({ client, told }) => {
    const folder = await freshProject(`look-alike-${client}`, {
      "package.json": '{ "name": "app", "version": "1.0.0", "dependencies": { "acme-too1": "*" } }',
      "pnpm-workspace.yaml": "minimumReleaseAge: 0\n",
    });
    const { code, stdout, stderr } = await run(client, folder, ["install"]);
    expect(code).not.toBe(0);
    expect(stdout + stderr).toContain(told);
    expect(await installedVersions(folder)).toEqual([]);
  });

  test("headwater install refuses one, and names the rule", async () => {
    const folder = await freshProject("look-alike-headwater", {
      "package.json": '{ "name": "app", "version": "1.0.0", "dependencies": { "acme-too1": "*" } }',
    });
    const { code, stderr } = await project.headwater(["install"], { cwd: folder });
    expect(code).not.toBe(0);
    expect(stderr).toContain("(PG11)");
    expect(await installedVersions(folder)).toEqual([]);
  });

  test("one's own is installed as before", async () => {
    const folder = await freshProject("after", {
      "package.json": '{ "name": "app", "version": "1.0.0", "dependencies": { "acme-tool": "latest" } }',
    });
    await succeeds("npm-12", folder, ["install"]);
    expect(await installedVersions(folder)).toEqual(["acme-tool@1.1.0"]);
  });
});
