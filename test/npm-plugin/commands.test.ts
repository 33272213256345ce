import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createFaultProject, type FaultProject } from "../faults/fault-project.ts";
import { installedVersions } from "../kit/installed-versions.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const prints = (what: string) =>
  `node -e "console.log('${what} '+Object.keys(process.env).filter(k=>/^(npm_lifecycle_event|npm_config_user_agent|SECRET|HEADWATER_KEY)$/.test(k)).join())"`;

let registry: RecordedRegistry;
let project: FaultProject;

beforeAll(async () => {
  const lib = (version: string) => buildPackage({ name: "lib", version });
  registry = await startRecordedRegistry({
    packages: [
      lib("1.0.0"),
      lib("1.1.0"),
      lib("2.0.0"),
      buildPackage({ name: "checker", version: "1.0.0" }),
      buildPackage({
        name: "tool",
        version: "1.0.0",
        manifest: { bin: { tool: "index.js" }, dependencies: { lib: "^1.0.0" } },
      }),
    ],
  });
  const root = { name: "app", version: "1.0.0", workspaces: ["packages/*"], scripts: { postinstall: prints("root") } };
  project = await createFaultProject({
    registry: registry.url,
    files: { "package.json": JSON.stringify(root) },
  });
  await mkdir(join(project.folder, "packages", "one"), { recursive: true });
  await writeFile(
    join(project.folder, "packages", "one", "package.json"),
    JSON.stringify({ name: "one", version: "1.0.0", dependencies: { lib: "1.0.0" } }),
  );
  await succeeds("install");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

async function succeeds(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await project.headwater(args, { env: { SECRET: "of nobody" } });
  if (code !== 0) throw new Error(`${args.join(" ")}: ${code}\n${stdout}\n${stderr}`);
  return stdout;
}
const manifestOf = async (...path: readonly string[]): Promise<Record<string, Record<string, string>>> =>
  JSON.parse(await readFile(join(project.folder, ...path, "package.json"), "utf8")) as never;

test("add writes the range into the manifest and installs, from whatever folder of the project", async () => {
  await succeeds("add", "tool");
  expect((await manifestOf())["dependencies"]).toEqual({ tool: "^1.0.0" });
  expect(existsSync(join(project.folder, "node_modules", ".bin", "tool"))).toBe(true);
  expect(await project.held("team")).toEqual(["lib@1.0.0", "tool@1.0.0"]);
});

test("--workspace works on that workspace alone, by name or by folder", async () => {
  await succeeds("install", "lib@1.1.0", "--workspace", "one");
  expect((await manifestOf("packages", "one"))["dependencies"]).toEqual({ lib: "^1.1.0" });
  await succeeds("install", "lib@1.0.0", "--save-exact", "-w", "packages/one");
  expect((await manifestOf("packages", "one"))["dependencies"]).toEqual({ lib: "1.0.0" });
  const { code, stderr } = await project.headwater(["install", "-w", "nobody"]);
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("ENOWORKSPACES") as string });
});

test("update brings what the ranges allow, and leaves the manifest", async () => {
  await writeFile(
    join(project.folder, "packages", "one", "package.json"),
    JSON.stringify({ name: "one", version: "1.0.0", dependencies: { lib: "^1.0.0" } }),
  );
  await succeeds("update");
  expect(await installedVersions(project.folder)).toContain("lib@1.1.0");
  expect((await manifestOf("packages", "one"))["dependencies"]).toEqual({ lib: "^1.0.0" });
  expect(await project.held("team")).toContain("lib@1.1.0");
});

test("dedupe --dry-run tells and changes nothing, prune removes what nothing needs", async () => {
  await succeeds("install", "lib@2.0.0", "--no-save");
  const before = await installedVersions(project.folder);
  await succeeds("dedupe", "--dry-run");
  expect(await installedVersions(project.folder)).toEqual(before);
  await succeeds("prune");
  expect(await installedVersions(project.folder)).not.toContain("lib@2.0.0");
});

test("uninstall takes it out; the repository keeps what it holds (K4)", async () => {
  await succeeds("uninstall", "tool");
  expect((await manifestOf())["dependencies"]).toBeUndefined();
  expect(await installedVersions(project.folder)).not.toContain("tool@1.0.0");
  expect(await project.held("team")).toContain("tool@1.0.0");
});

test("--package-lock-only and --dry-run leave node_modules and the repository alone", async () => {
  const held = await project.held("team");
  await succeeds("install", "lib@2.0.0", "--package-lock-only");
  expect(await installedVersions(project.folder)).not.toContain("lib@2.0.0");
  expect(await succeeds("install", "lib@2.0.0", "--dry-run")).toMatch(/add lib 2\.0\.0|change lib/);
  expect(await project.held("team")).toEqual(held);
  await succeeds("uninstall", "lib");
});

test("--omit=dev leaves development's packages out, and they are not retained", async () => {
  await succeeds("install", "checker", "--save-dev", "--package-lock-only");
  await succeeds("ci", "--omit=dev");
  expect(await installedVersions(project.folder)).not.toContain("checker@1.0.0");
  expect(await project.held("team")).not.toContain("checker@1.0.0");
});

test("--global installs into npm's own prefix", async () => {
  const prefix = join(project.root, "prefix");
  await succeeds("install", "--global", "--prefix", prefix, "tool");
  expect(existsSync(join(prefix, "lib", "node_modules", "tool", "package.json"))).toBe(true);
  expect(existsSync(join(prefix, "bin", "tool"))).toBe(true);
});

test("the project's own scripts run with npm's environment", async () => {
  const { stdout, code } = await project.headwater(["install"]);
  expect(code).toBe(0);
  expect(stdout).toContain("root npm_config_user_agent,npm_lifecycle_event\n");
});

test("no script sees a secret of ours, neither one of the project's own nor one of a package", async () => {
  const noting = (who: string) =>
    `node -e "require('fs').writeFileSync(process.env.INIT_CWD+'/${who}.json',JSON.stringify(process.env))"`;
  const scripted = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "dep", version: "1.0.0", manifest: { scripts: { install: noting("dependency") } } }),
    ],
  });
  const scripts = { preinstall: noting("before"), postinstall: noting("after") };
  const root = { name: "app", version: "1.0.0", scripts, dependencies: { dep: "1.0.0" }, allowScripts: { dep: true } };
  const guarded = await createFaultProject({
    registry: scripted.url,
    files: { "package.json": JSON.stringify(root) },
    configuration: 'server: { token: "env:SERVER_SECRET" }\n',
  });
  const key = Buffer.alloc(32, "k").toString("base64");
  const env = { HEADWATER_KEY: key, SERVER_SECRET: "s3cret-of-the-server", INIT_CWD: guarded.folder, ORDINARY: "seen" };
  const { code, stderr } = await guarded.headwater(["install", "--no-audit"], { env });
  expect(code, stderr).toBe(0);
  for (const who of ["before", "dependency", "after"]) {
    const seen = await readFile(join(guarded.folder, `${who}.json`), "utf8");
    expect(JSON.parse(seen)).toMatchObject({ ORDINARY: "seen", npm_command: "install" });
    for (const secret of [key, "HEADWATER_KEY", "SERVER_SECRET", "s3cret-of-the-server"])
      expect(seen).not.toContain(secret);
  }
  await guarded.close();
  await scripted.close();
});

test("an upgrade that leaves a nested dependency behind is unpacked whole, out of the domain", async () => {
  const nested = (version: string, dependencies: object) =>
    buildPackage({ name: "nested", version, manifest: { dependencies }, files: { "index.js": version } });
  const registryOfIt = await startRecordedRegistry({
    packages: [
      ...["1.0.0", "2.0.0"].map((version) => buildPackage({ name: "lib", version })),
      nested("1.0.0", { lib: "1.0.0" }),
      nested("2.0.0", { lib: "2.0.0" }),
    ],
  });
  const upgraded = await createFaultProject({
    registry: registryOfIt.url,
    files: { "package.json": JSON.stringify({ name: "app", version: "1.0.0", dependencies: { lib: "2.0.0" } }) },
  });
  for (const version of ["2.0.0", "1.0.0", "2.0.0"]) {
    const { code, stderr } = await upgraded.headwater(["install", "--no-audit", `nested@${version}`]);
    expect(code, stderr).toBe(0);
    expect(await readFile(join(upgraded.folder, "node_modules", "nested", "index.js"), "utf8")).toBe(version);
  }
  expect(await upgraded.held("team")).toEqual(["lib@1.0.0", "lib@2.0.0", "nested@1.0.0", "nested@2.0.0"]);
  await upgraded.close();
  await registryOfIt.close();
});

test("what a failing script of the project leaves installed is held (K1), and its exit code is told", async () => {
  const script = { dependencies: "exit 3" };
  await writeFile(
    join(project.folder, "package.json"),
    JSON.stringify({ name: "app", version: "1.0.0", scripts: script, dependencies: { checker: "1.0.0" } }),
  );
  const { code, stderr } = await project.headwater(["install", "--no-audit"]);
  expect({ code, stderr }).toMatchObject({ code: 3, stderr: expect.stringContaining("ELIFECYCLE") as string });
  expect(await project.held("team")).toContain("checker@1.0.0");
});

test("--offline asks nobody: what is held installs, what is not is not to be had", async () => {
  const manifest = (name: string) =>
    JSON.stringify({ name: "app", version: "1.0.0", dependencies: { [name]: "1.0.0" } });
  await writeFile(join(project.folder, "package.json"), manifest("checker"));
  await succeeds("install", "--offline");
  registry.clearRequests();
  const { code } = await project.headwater(["install", "--offline", "never-held"]);
  expect(code).toBe(1);
  expect(registry.requests).toEqual([]);
});

test("--help tells of flags of ours and of npm's, and opens no store", async () => {
  const { code, stdout } = await project.headwater(["install", "--help"], { env: { HEADWATER_CONFIG: "missing.yml" } });
  expect(code).toBe(0);
  expect(stdout).toContain("--repository");
});

test("Ctrl-C in the middle exits 130, undoes what was begun, and harms nothing; the next install works", async () => {
  const big = Array.from({ length: 6 }, (_, index) => `big-${index}`);
  await writeFile(
    join(project.folder, "package.json"),
    JSON.stringify({
      name: "app",
      version: "1.0.0",
      dependencies: Object.fromEntries(big.map((name) => [name, "1.0.0"])),
    }),
  );
  const slow = await startRecordedRegistry({ packages: big.map((name) => buildPackage({ name, version: "1.0.0" })) });
  const configuration = await readFile(project.configFile, "utf8");
  await writeFile(project.configFile, configuration.replace(registry.url, slow.url));
  slow.setLatency(300);
  const running = project.start(["install", "--no-audit"]);
  while (slow.requestsFor("tarball").length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
  running.signal("SIGINT");
  const { code, stderr } = await running.ended;
  expect(code, stderr).toBe(130);
  expect(stderr).not.toMatch(/INTERNAL|Please report/);
  // While the tree is being planned nothing has begun: nothing is waited for.
  slow.setLatency(20_000);
  slow.clearRequests();
  const planning = project.start(["install", "--no-audit", "late"]);
  while (slow.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  const interrupted = Date.now();
  planning.signal("SIGINT");
  expect((await planning.ended).code).toBe(130);
  expect(Date.now() - interrupted).toBeLessThan(15_000);
  slow.setLatency(0);
  await succeeds("install", "--no-audit");
  expect(await installedVersions(project.folder)).toEqual(big.map((name) => `${name}@1.0.0`));
  expect(await project.harm()).toEqual([]);
  await slow.close();
});
