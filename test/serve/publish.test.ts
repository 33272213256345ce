import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { type ClientResult, runClient } from "../kit/run-client.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** Stock clients that publish to one `headwater serve`, and install what the others published. */
const CLIENTS = [
  { client: "npm-12", publish: ["publish"], install: ["install"] },
  { client: "pnpm-12", publish: ["publish", "--no-git-checks"], install: ["add"] },
  { client: "yarn-4", publish: ["npm", "publish"], install: ["add"] },
  { client: "bun", publish: ["publish"], install: ["add"] },
] as const;
type Client = (typeof CLIENTS)[number]["client"];

const token = "a-long-random-text";
let registry: RecordedRegistry;
let project: HeadwaterProject;
let server: RunningServe;

beforeAll(async () => {
  registry = await startRecordedRegistry({ packages: [buildPackage({ name: "taken", version: "1.0.0" })] });
  project = await createHeadwaterProject({
    registry: registry.url,
    configuration: "server: { token: env:HEADWATER_TOKEN }\n",
  });
  server = await startServe(project, { env: { HEADWATER_TOKEN: token } });
});
afterAll(async () => {
  await server.close();
  await project.close();
  await registry.close();
});

const endpoint = (): string => `${server.url}npm/team/`;

/** A folder of a client with these files, logged in to the repository. */
async function makeFolder(client: Client, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(project.root, `${client}-${name}`);
  await mkdir(folder, { recursive: true });
  const lines = {
    ".npmrc": `registry=${endpoint()}\n${endpoint().replace("http:", "")}:_authToken=${token}\n`,
    ".yarnrc.yml": `npmRegistryServer: "${endpoint()}"\nnpmAuthToken: ${token}\nnpmAlwaysAuth: true\nunsafeHttpWhitelist: ["127.0.0.1"]\nnodeLinker: node-modules\nnpmMinimalAgeGate: 0\n`,
    "yarn.lock": "",
  };
  const { "yarn.lock": lock, ".yarnrc.yml": yarnrc, ...npmrc } = lines;
  const settings = client === "yarn-4" ? { ".yarnrc.yml": yarnrc, "yarn.lock": lock } : npmrc;
  for (const [path, text] of Object.entries({ ...settings, ...files })) await writeFile(join(folder, path), text);
  return folder;
}

const run = (client: Client, cwd: string, args: readonly string[]): Promise<ClientResult> =>
  runClient({ client, cwd, args, home: join(project.root, `home-of-${client}`) });

const packageFolder = (client: Client, name: string, version: string, fields: object = {}): Promise<string> =>
  makeFolder(client, `${name.replace("/", "-")}-${version}`, {
    "package.json": JSON.stringify({ name, version, license: "MIT", ...fields }),
    "index.js": `module.exports = ${JSON.stringify(`${name}@${version} by ${client}`)};\n`,
    "README.md": `# ${name} by ${client}\n`,
  });

/** Yarn packs only what it has installed once. */
async function publish(client: Client, folder: string, ...args: readonly string[]): Promise<ClientResult> {
  const command = CLIENTS.find((each) => each.client === client)?.publish ?? [];
  if (client === "yarn-4") await run(client, folder, ["install"]);
  return run(client, folder, [...command, ...args]);
}

async function published(
  client: Client,
  name: string,
  version: string,
  ...args: readonly string[]
): Promise<ClientResult> {
  const result = await publish(client, await packageFolder(client, name, version), ...args);
  if (result.code !== 0) throw new Error(`${client} publish: ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}

const shown = async (name: string): Promise<Record<string, unknown> & { readonly versions: Record<string, object> }> =>
  (await (
    await fetch(endpoint() + name.replace("/", "%2f"), { headers: { authorization: `Bearer ${token}` } })
  ).json()) as {
    versions: Record<string, object>;
  };

describe.each(CLIENTS)("$client", ({ client }) => {
  const name = `@acme/by-${client}`;

  test("publishes a package with its README, and each other client installs it (N1)", async () => {
    await published(client, name, "1.0.0");
    const packument = await shown(name);
    expect(packument).toMatchObject({
      "dist-tags": { latest: "1.0.0" },
      readme: `# ${name} by ${client}\n`,
      versions: { "1.0.0": { name, version: "1.0.0", license: "MIT" } },
    });
    for (const { client: other, install } of CLIENTS.filter((each) => each.client !== client)) {
      const folder = await makeFolder(other, `installs-${client}`, {
        "package.json": '{"name":"app","version":"1.0.0"}',
      });
      const { code, stdout, stderr } = await run(other, folder, [...install, name]);
      expect(code, `${stdout}\n${stderr}`).toBe(0);
      const file = join(folder, "node_modules", name, "index.js");
      expect(await readFile(file, "utf8")).toContain(`${name}@1.0.0 by ${client}`);
    }
  });

  test("is told why a version that is there already, or reachable upstream, is not published (B1, B5)", async () => {
    const again = await makeFolder(client, "again", {
      "package.json": JSON.stringify({ name, version: "1.0.0", description: "other" }),
    });
    const twice = await publish(client, again);
    expect(twice.code).not.toBe(0);
    expect(Object.keys((await shown(name)).versions)).toEqual(["1.0.0"]);

    const taken = await publish(client, await packageFolder(client, "taken", "1.0.0"));
    expect(taken.code).not.toBe(0);
    // npm has asked before and says it in its own words; pnpm breaks lines.
    const said = `${taken.stdout}${taken.stderr}`.replaceAll("\\", "").replace(/[\s│]+/g, " ");
    expect(said).toContain(
      client === "npm-12"
        ? "You cannot publish over the previously published versions: 1.0.0."
        : 'taken@1.0.0 cannot be published to "team": that version is at public:npmjs, through "npm-store".',
    );
    expect(await project.held("team")).not.toContain("taken@1.0.0");
  });

  test("publishes under a tag (B12)", async () => {
    await published(client, name, "2.0.0-beta.1", "--tag", "beta");
    expect((await shown(name))["dist-tags"]).toEqual({ latest: "1.0.0", beta: "2.0.0-beta.1" });
  });
});

describe("npm", () => {
  const name = "@acme/edited";
  let folder: string;
  const npm = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run("npm-12", folder, args);
    if (code !== 0) throw new Error(`npm ${args.join(" ")}: ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };
  beforeAll(async () => {
    for (const version of ["1.0.0", "1.1.0", "1.2.0"]) await published("npm-12", name, version);
    folder = await makeFolder("npm-12", "edits", {});
  });

  test("adds, lists and removes dist-tags (T5)", async () => {
    await npm("dist-tag", "add", `${name}@1.0.0`, "stable");
    expect(await npm("dist-tag", "ls", name)).toBe("latest: 1.2.0\nstable: 1.0.0\n");
    await npm("dist-tag", "rm", name, "stable");
    expect(await npm("dist-tag", "ls", name)).toBe("latest: 1.2.0\n");
  });

  test("deprecates and takes it back (N5)", async () => {
    await npm("deprecate", `${name}@<1.2.0`, "use 1.2.0");
    expect(await npm("view", `${name}@1.1.0`, "deprecated")).toBe("use 1.2.0\n");
    expect(await npm("view", `${name}@1.2.0`, "deprecated")).toBe("");
    await npm("deprecate", `${name}@<1.2.0`, "");
    expect(await npm("view", `${name}@1.1.0`, "deprecated")).toBe("");
  });

  test("unpublishes one version, then the whole package (X5)", async () => {
    await npm("unpublish", `${name}@1.2.0`);
    expect(await npm("view", name, "versions", "--json")).toContain("1.1.0");
    expect([Object.keys((await shown(name)).versions), (await shown(name))["dist-tags"]]).toEqual([
      ["1.0.0", "1.1.0"],
      { latest: "1.1.0" },
    ]);
    await npm("unpublish", name, "--force");
    expect((await project.held("team")).filter((spec) => spec.startsWith(name))).toEqual([]);
  });

  test.each([
    [["owner", "add", "me", "@acme/by-npm-12"], "policies"],
    [["token", "list"], "server.token"],
    [["access", "list", "collaborators", "@acme/by-npm-12"], "policies"],
    [["team", "ls", "@acme:developers"], "policies"],
    [["profile", "get"], "headwater login"],
  ])("%j is told what does it here (N2)", async (args, instead) => {
    const { code, stderr, stdout } = await run("npm-12", folder, args);
    expect(code).not.toBe(0);
    expect(stderr + stdout).toContain(instead);
  });
});
