import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { runCommand } from "../kit/run-command.ts";
import { type RunningServe, startServe } from "../kit/running-serve.ts";
import type { TestClient } from "../kit/test-client.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

/** A workspace of two packages, one of which needs the other, published whole by each client's own command and by changesets. */
const changeset = fileURLToPath(new URL("../../node_modules/@changesets/cli/bin.js", import.meta.url));
const token = "the-token-of-the-team";

interface Publisher {
  readonly client: TestClient;
  /** How a package of the workspace names another one. */
  readonly needs: string;
  /** By which the client knows a workspace of its own. */
  readonly files?: Readonly<Record<string, string>>;
  readonly commands: readonly (readonly string[])[];
}

const PUBLISHERS: readonly Publisher[] = [
  { client: "npm-11", needs: "^1.0.0", commands: [["publish", "--workspaces"]] },
  { client: "npm-12", needs: "^1.0.0", commands: [["publish", "--workspaces"]] },
  {
    client: "pnpm-10",
    needs: "workspace:^",
    files: { "pnpm-workspace.yaml": "packages: [packages/*]\nminimumReleaseAge: 0\n" },
    commands: [["install"], ["-r", "publish", "--no-git-checks"]],
  },
  {
    client: "pnpm-12",
    needs: "workspace:^",
    files: { "pnpm-workspace.yaml": "packages: [packages/*]\nminimumReleaseAge: 0\n" },
    commands: [["install"], ["-r", "publish", "--no-git-checks"]],
  },
  {
    client: "yarn-4",
    needs: "workspace:^",
    files: { "yarn.lock": "" },
    commands: [["install"], ["workspaces", "foreach", "--all", "--topological", "--no-private", "npm", "publish"]],
  },
];

let registry: RecordedRegistry;
let project: HeadwaterProject;
let server: RunningServe;

beforeAll(async () => {
  registry = await startRecordedRegistry();
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

const repository = (): string => `${server.url}npm/team/`;
const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

/** A folder with the settings of a user who has the token, for every client. */
async function newFolder(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(project.root, name);
  const settings = {
    "home/.npmrc": `registry=${repository()}\n${repository().replace(/^http:/, "")}:_authToken=${token}\n`,
    ".yarnrc.yml": `nodeLinker: node-modules
npmMinimalAgeGate: 0
npmRegistryServer: "${repository()}"
npmAuthToken: ${token}
npmAlwaysAuth: true
unsafeHttpWhitelist: ["127.0.0.1"]
`,
  };
  for (const [path, text] of Object.entries({ ...settings, ...files })) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function run(client: TestClient, folder: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runClient({ client, home: join(folder, "home"), cwd: folder, args });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
}

/** A workspace whose package app needs its package core; they have the suffix in their names. */
const newWorkspace = (suffix: string, needs: string, files: Readonly<Record<string, string>> = {}): Promise<string> =>
  newFolder(`workspace-${suffix}`, {
    "package.json": json({ name: "workspace", version: "0.0.0", private: true, workspaces: ["packages/*"] }),
    ...files,
    "packages/core/package.json": json({ name: `@acme/core-${suffix}`, version: "1.0.0", license: "MIT" }),
    "packages/core/index.js": "module.exports = 'core';\n",
    "packages/app/package.json": json({
      name: `@acme/app-${suffix}`,
      version: "1.0.0",
      license: "MIT",
      dependencies: { [`@acme/core-${suffix}`]: needs },
    }),
    "packages/app/index.js": `module.exports = require('@acme/core-${suffix}');\n`,
  });

/** In a project of somebody who has nothing of the workspace. */
async function expectInstallable(suffix: string): Promise<void> {
  const [core, app] = [`@acme/core-${suffix}`, `@acme/app-${suffix}`];
  const user = await newFolder(`user-${suffix}`, {
    "package.json": json({ name: "user", version: "1.0.0", private: true, dependencies: { [app]: "^1.0.0" } }),
  });
  await run("npm-12", user, ["install"]);
  expect(await installedVersions(user)).toEqual([`${app}@1.0.0`, `${core}@1.0.0`]);
  const manifest = await readFile(join(user, "node_modules", app, "package.json"), "utf8");
  expect(JSON.parse(manifest)).toMatchObject({ dependencies: { [core]: "^1.0.0" } });
}

test.each(PUBLISHERS)(
  "$client publishes a workspace of two packages, and both install from the repository",
  async ({ client, needs, files, commands }) => {
    const workspace = await newWorkspace(client, needs, files);
    for (const command of commands) await run(client, workspace, command);
    await expectInstallable(client);
  },
);

test("changeset publish publishes what the repository does not have yet, and nothing the second time", async () => {
  const workspace = await newWorkspace("changeset", "^1.0.0", {
    "package-lock.json": json({ name: "workspace", lockfileVersion: 3, packages: {} }),
    ".changeset/config.json": json({ access: "restricted", baseBranch: "main" }),
  });
  const publish = async (): Promise<string> => {
    const { code, stdout, stderr } = await runCommand({
      command: process.execPath,
      args: [changeset, "publish", "--no-git-tag"],
      cwd: workspace,
      env: clientEnvironment({ client: "npm-12", home: join(workspace, "home") }),
    });
    expect(code, `${stdout}\n${stderr}`).toBe(0);
    return stdout + stderr;
  };
  expect(await publish()).toContain("@acme/core-changeset");
  await expectInstallable("changeset");
  expect(await publish()).toMatch(/no unpublished/i);
});

test("what was published is in the repository that it was published to, and in no other", async () => {
  const suffixes = [...PUBLISHERS.map(({ client }) => client), "changeset"];
  const names = suffixes.flatMap((suffix) => [`@acme/app-${suffix}@1.0.0`, `@acme/core-${suffix}@1.0.0`]);
  expect(await project.held("team")).toEqual(names.toSorted());
  expect(await project.held("npm-store")).toEqual([]);
});
