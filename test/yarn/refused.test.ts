import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";
import { createYarnProject, lockedVersions, manifest, type YarnProject } from "../kit/yarn-project.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const postinstall = `node -e "require('fs').writeFileSync(process.env.TRACE, 'ran')"`;
const refusal = "PACKAGE_VERSION_REFUSED";
const reason = 'bad@1.0.0 is Archived in the repository "team" and is not given out.';
const packageJson = manifest({ dependencies: { fine: "1.0.0", user: "1.0.0" } });

let registry: RecordedRegistry;
let project: YarnProject;
let trace: string;
let lockfile: string;

const yarn = (...args: readonly string[]) => project.yarn(args, { env: { TRACE: trace } });
const locked = () => readFile(join(project.folder, "yarn.lock"), "utf8");

async function setStatus(targetStatus: "Archived" | "Unlisted"): Promise<void> {
  const { resolver, close } = await project.open();
  try {
    const versions = { repository: "team", package: { format: "npm", name: "bad" }, versions: ["1.0.0"] } as const;
    await resolver.updatePackageVersionsStatus({ ...versions, targetStatus });
  } finally {
    await close();
  }
}

/** Yarn alone has installed the project before, so its own caches hold archives and metadata of everything in it. */
beforeAll(async () => {
  const user = (version: string, bad: string) =>
    buildPackage({ name: "user", version, manifest: { dependencies: { bad } } });
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "bad", version: "0.9.0" }),
      buildPackage({ name: "bad", version: "1.0.0", manifest: { scripts: { postinstall } } }),
      user("1.0.0", "1.0.0"),
      user("1.1.0", "0.9.0"),
      buildPackage({ name: "fine", version: "1.0.0" }),
    ],
  });
  const settings = `npmRegistryServer: "${registry.url}"\nenableScripts: true\n`;
  project = await createYarnProject({
    files: { "package.json": packageJson, ".yarnrc.yml": settings },
    withPlugin: false,
  });
  trace = join(project.root, "trace");
  await project.yarnSucceeds(["install"], { env: { TRACE: trace } });
  if (!existsSync(trace)) throw new Error("the script does not run, whatever forbids it");
  await project.importPlugin();
  await project.yarnSucceeds(["install"]);
  lockfile = await locked();
  await setStatus("Archived");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  await project.write({ "package.json": packageJson, "yarn.lock": lockfile });
  await project.forgetInstalled();
  await rm(trace, { force: true });
});

test.each([[["install"]], [["install", "--immutable"]], [["add", "is-odd@3.0.1"]]])(
  "a lockfile that names an Archived version stops yarn %j: exit 1, the reason, no script ran (S5)",
  async (command) => {
    const { code, stdout } = await yarn(...command);
    expect(code).toBe(1);
    expect(stdout).toContain(refusal);
    expect(stdout).toContain(reason);
    expect(existsSync(trace)).toBe(false);
    expect(existsSync(join(project.folder, ".pnp.cjs"))).toBe(false);
    expect(await locked()).toBe(lockfile);
  },
);

test.each(["pnp", "node-modules"])(
  "without a lockfile it stops the install before a script runs, with nodeLinker %s: exit 1, the reason (S5)",
  async (nodeLinker) => {
    await rm(join(project.folder, "yarn.lock"));
    const { code, stdout } = await project.yarn(["install"], { env: { TRACE: trace, YARN_NODE_LINKER: nodeLinker } });
    expect(code).toBe(1);
    expect(stdout).toContain(refusal);
    expect(stdout).toContain(reason);
    expect(existsSync(trace)).toBe(false);
  },
);

test.each([[["up", "user"]], [["add", "user@1.1.0"]], [["add", "user@^1.1.0", "is-odd@3.0.1"]]])(
  "yarn %j gets away from it",
  async (command) => {
    const { code, stdout } = await yarn(...command);
    expect(code, stdout).toBe(0);
    expect(await lockedVersions(project.folder)).toEqual(expect.arrayContaining(["bad@0.9.0", "user@1.1.0"]));
    expect((await yarn("install", "--immutable")).code).toBe(0);
    expect(existsSync(trace)).toBe(false);
  },
);

test("a resolution gets away from it as well, and one that leads to it is stopped before anything is resolved", async () => {
  const resolved = (bad: string) =>
    manifest({ dependencies: { fine: "1.0.0", user: "1.0.0" }, resolutions: { "bad@npm:1.0.0": bad } });
  await project.write({ "package.json": resolved("0.9.0") });
  const away = await yarn("install");
  expect(away.code, away.stdout).toBe(0);
  expect(await lockedVersions(project.folder)).toEqual(["bad@0.9.0", "fine@1.0.0", "user@1.0.0"]);

  await project.write({
    "package.json": manifest({ dependencies: { user: "1.1.0" }, resolutions: { "bad@npm:0.9.0": "1.0.0" } }),
  });
  await setStatus("Unlisted");
  expect((await yarn("install")).code).toBe(0);
  await setStatus("Archived");
  await project.forgetInstalled();
  const back = await yarn("install");
  expect(back.code).toBe(1);
  expect(back.stdout).toContain(reason);
  expect(back.stdout).not.toContain("Resolution step");
});

test("an Unlisted version that a lockfile names is still installed, and its script runs", async () => {
  await setStatus("Unlisted");
  const { code, stdout } = await yarn("install", "--immutable");
  expect({ code, ran: existsSync(trace) }, stdout).toEqual({ code: 0, ran: true });
});
