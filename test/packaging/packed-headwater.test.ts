import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { c as pack, x as unpack } from "tar";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { readManifest } from "../../scripts/workspace/packages.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { installedTree } from "../kit/installed-tree.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { type CommandResult, runCommand } from "../kit/run-command.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { clientBins, testClientFolder, testNodePath } from "../kit/test-client.ts";

vi.setConfig({ testTimeout: 180_000 });

const { version } = readManifest(join(workspaceRoot, "package.json"));
const tarball = join(workspaceRoot, "dist", `headwater-${version}.tgz`);

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const configuration = (registry: string): string => `domain: acme
owner: "111122223333"
externalConnections:
  public:npmjs: { url: "${registry}" }
repositories:
  team: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
`;

/** A package that writes a file when it is installed. */
const scripted = buildPackage({
  name: "scripted",
  version: "1.0.0",
  manifest: { scripts: { install: "node -e \"fs.writeFileSync('ran', process.version)\"" } },
});
/** A package that asks for npm's own tool for native addons. */
const native = buildPackage({
  name: "native",
  version: "1.0.0",
  manifest: { scripts: { install: "node-gyp --version > built-with" } },
});

interface InstallingProject {
  readonly folder: string;
  /** Runs the unpacked package with nothing on PATH but Node, the system's shell and what is named here. */
  run(args: readonly string[], ...path: readonly string[]): Promise<CommandResult>;
}

/** The packed headwater, unpacked into a folder of its own, and a project beside it. */
async function createInstallingProject(nodePath: string): Promise<InstallingProject> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [program, project, shell] = ["headwater", "project", "shell"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [program, project, shell]) mkdirSync(each);
  await unpack({ file: tarball, cwd: program, strip: 1 });
  // Scripts of packages are run by it.
  symlinkSync("/bin/sh", join(shell, "sh"));
  const registry = await startRecordedRegistry({ packages: [scripted, native] });
  onTestFinished(() => registry.close());
  const allowScripts = { scripted: true, native: true };
  const manifest = { name: "app", version: "1.0.0", dependencies: { scripted: "^1.0.0" }, allowScripts };
  writeFileSync(join(project, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(project, "headwater.yml"), configuration(registry.url));
  return {
    folder: project,
    run: (args, ...path) =>
      runCommand({
        command: nodePath,
        args: [join(program, "bin", "headwater.js"), ...args],
        cwd: project,
        env: { HOME: join(folder, "home"), PATH: [dirname(nodePath), shell, ...path].join(delimiter) },
      }),
  };
}

/** What `grep -ra` would find, in names and in bytes. Throws when there is no store to look through. */
async function filesThatContain(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const file of files) if (file.includes(`/${text}`) || (await readFile(file)).includes(text)) found.push(file);
  return found;
}

beforeAll(async () => {
  const built = await runCommand({
    command: "npm",
    args: ["run", "pack"],
    cwd: workspaceRoot,
    env: inheritedEnvironment(),
  });
  if (built.code !== 0) throw new Error(`npm run pack failed\n${built.stdout}${built.stderr}`);
}, 120_000);

const nodes = [
  ["Node 22", () => testNodePath("node-22")],
  ["the workspace's Node", () => process.execPath],
  ["Node 26", () => testNodePath("node-26")],
] as const;

describe.each(nodes)("on %s", (_name, findNode) => {
  test.each(["npm-11", "npm-12"] as const)(
    "%s installs the packed headwater into an empty folder, with no network and no compiler, and it runs",
    async (client) => {
      const nodePath = findNode();
      const folder = mkdtempSync(join(tmpdir(), "headwater-packed-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      // Nothing but Node is on PATH.
      const env = { PATH: dirname(nodePath), npm_config_offline: "true" };
      const installed = await runClient({
        client,
        home: join(folder, "home"),
        cwd: folder,
        nodePath,
        env,
        args: ["install", tarball],
      });
      expect(installed, installed.stderr).toMatchObject({ code: 0 });
      expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["headwater"]);

      const command = join(folder, "node_modules", "headwater", "bin", "headwater.js");
      const ran = await runCommand({
        command: nodePath,
        args: [command, "--version"],
        cwd: folder,
        env: { HOME: join(folder, "home") },
      });
      expect(ran).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
      expect(existsSync(join(folder, "node_modules", "headwater", "src"))).toBe(false);

      const registry = await startRecordedRegistry();
      onTestFinished(() => registry.close());
      const project = join(folder, "project");
      mkdirSync(project);
      writeFileSync(join(project, "package.json"), '{"name":"app","version":"1.0.0"}\n');
      writeFileSync(join(project, "headwater.yml"), configuration(registry.url));
      const express = await runCommand({
        command: nodePath,
        args: [command, "exec", "--", Object.keys(clientBins(client))[0] ?? client, "install", "express"],
        cwd: project,
        env: clientEnvironment({ client, home: join(folder, "home"), nodePath }),
      });
      expect(express, express.stderr).toMatchObject({ code: 0, stderr: "" });
      expect(existsSync(join(project, "node_modules", "express", "package.json"))).toBe(true);
      expect(await filesThatContain(join(project, ".headwater"), "express")).toEqual([]);
    },
  );

  test("it installs with npm's own engine where there is no npm, twice the same, and runs the scripts that are allowed", async () => {
    const { folder, run } = await createInstallingProject(findNode());
    const installed = await run(["install", "express", "--no-audit", "--no-fund"]);
    expect(installed).toMatchObject({ code: 0, stderr: "" });
    expect(installed.stdout).toMatch(/added \d+ packages in /);
    expect(existsSync(join(folder, "node_modules", "scripted", "ran"))).toBe(true);
    const first = await installedTree(join(folder, "node_modules"));
    expect(first.length).toBeGreaterThan(200);

    const again = await run(["ci", "--no-audit", "--no-fund"]);
    expect(again).toMatchObject({ code: 0, stderr: "" });
    expect(await installedTree(join(folder, "node_modules"))).toEqual(first);
  });
});

test.each(["npm-11", "npm-12"] as const)(
  "installed globally by %s it survives node_modules and the client's cache: npx finds it, and installs without network",
  async (client) => {
    const folder = mkdtempSync(join(tmpdir(), "headwater-global-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [project, prefix] = [join(folder, "project"), join(folder, "prefix")];
    const registry = await startRecordedRegistry();
    onTestFinished(() => registry.close());
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), '{"name":"app","version":"1.0.0"}\n');
    writeFileSync(join(project, "headwater.yml"), configuration(registry.url));
    const run = async (command: string, ...args: readonly string[]): Promise<void> => {
      const env = clientEnvironment({ client, home: join(folder, "home") });
      const ran = await runCommand({ command, args, cwd: project, env: { ...env, npm_config_prefix: prefix } });
      expect(ran, `${command} ${args.join(" ")}\n${ran.stderr}`).toMatchObject({ code: 0 });
    };
    await run("npm", "install", "--global", "--offline", tarball);
    await run("npx", "headwater", "exec", "--", "npm", "install", "is-odd@3.0.1");

    rmSync(join(project, "node_modules"), { recursive: true });
    await run("npm", "cache", "clean", "--force");
    await registry.close();
    writeFileSync(join(project, "headwater.yml"), `${configuration(registry.url)}offline: true\n`);
    await run("npx", "headwater", "exec", "--", "npm", "ci");
    expect(existsSync(join(project, "node_modules", "is-odd", "package.json"))).toBe(true);
  },
);

test("native addons are built by the npm on PATH; where there is none the install says so", async () => {
  const { folder, run } = await createInstallingProject(process.execPath);
  const alone = await run(["install", "native", "--no-audit"]);
  expect(alone.code).toBe(1);
  expect(alone.stderr).toContain("Headwater found no npm on PATH.");
  expect(existsSync(join(folder, "node_modules", "native"))).toBe(false);

  const npm = join(testClientFolder("npm-12"), "node_modules", ".bin");
  expect(await run(["install", "native", "--no-audit"], npm)).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(folder, "node_modules", "native", "built-with"), "utf8")).toMatch(/^v\d+\./);
});

describe("as a dependency of the project that it installs", () => {
  /** A lockfile and a cold domain; the packed headwater lies in the project's node_modules, and in its lockfile as well. */
  async function createDependentProject() {
    const folder = mkdtempSync(join(tmpdir(), "headwater-dependency-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const project = join(folder, "project");
    const home = join(folder, "home");
    mkdirSync(project);
    const registry = await startRecordedRegistry({
      packages: [scripted, buildPackage({ name: "lib", version: "1.0.0" })],
    });
    onTestFinished(() => registry.close());
    const manifest = { name: "app", version: "1.0.0", allowScripts: { scripted: true } };
    writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(project, "headwater.yml"), configuration(registry.url));
    const offline = { npm_config_offline: "true" };
    const npm = await runClient({ client: "npm-12", home, cwd: project, env: offline, args: ["install", tarball] });
    expect(npm, npm.stderr).toMatchObject({ code: 0 });
    const headwater = (...args: readonly string[]): Promise<CommandResult> =>
      runCommand({
        command: process.execPath,
        args: [join(project, "node_modules", "headwater", "bin", "headwater.js"), ...args],
        cwd: project,
        env: clientEnvironment({ client: "npm-12", home }),
      });
    const locked = await headwater("install", "lib", "scripted", "--no-audit", "--ignore-scripts");
    expect(locked, locked.stderr).toMatchObject({ code: 0 });
    for (const cold of [join(project, ".headwater"), join(home, ".npm")])
      rmSync(cold, { recursive: true, force: true });
    registry.clearRequests();
    const isWhole = (): boolean =>
      ["headwater", "scripted", "lib"].every((name) => existsSync(join(project, "node_modules", name, "package.json")));
    return { project, registry, headwater, isWhole };
  }

  test("ci removes it in mid-run and ends well all the same: on a cold domain, on a warm one, and the audit is asked for", async () => {
    const { registry, headwater, isWhole } = await createDependentProject();
    for (const _ of ["cold", "warm"]) {
      registry.clearRequests();
      const ran = await headwater("ci", "--audit");
      expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: "" });
      expect(ran.stdout).toMatch(/added \d+ packages, and audited \d+ packages in /);
      expect(isWhole()).toBe(true);
      expect(registry.requestsFor("advisories-bulk").length).toBeGreaterThan(0);
    }
  });

  test("npm ci through exec does the same, and what it installed is retained", async () => {
    const { headwater, isWhole } = await createDependentProject();
    const ran = await headwater("exec", "--", "npm", "ci", "--no-audit");
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: "" });
    expect(isWhole()).toBe(true);
    const listed = await headwater("list-packages", "--repository", "team");
    expect(listed.stdout).toContain("lib");
  });

  test("it installs another version of itself", async () => {
    const { project, headwater, isWhole } = await createDependentProject();
    const next = join(project, "next");
    mkdirSync(next);
    await unpack({ file: tarball, cwd: next, strip: 1 });
    const manifest = { ...readManifest(join(next, "package.json")), version: "99.0.0" };
    writeFileSync(join(next, "package.json"), JSON.stringify(manifest));
    await pack({ file: join(project, "next.tgz"), cwd: project, gzip: true }, ["next"]);
    const ran = await headwater("install", "./next.tgz");
    expect(ran, ran.stderr).toMatchObject({ code: 0, stderr: "" });
    expect(isWhole()).toBe(true);
    expect(readManifest(join(project, "node_modules", "headwater", "package.json")).version).toBe("99.0.0");
    expect((await headwater("ls")).stdout).toContain("headwater@99.0.0");
  });
});
