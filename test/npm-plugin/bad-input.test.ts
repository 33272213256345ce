import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createFaultProject, type FaultProject } from "../faults/fault-project.ts";
import { mayMount, runInOwnMounts } from "../faults/own-mounts.ts";
import { installedTree } from "../kit/installed-tree.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const fails = `node -e "console.log('building'); process.exit(7)"`;
const manifest = (dependencies: Readonly<Record<string, string>>, more: object = {}): string =>
  `${JSON.stringify({ name: "app", version: "1.0.0", dependencies, ...more }, undefined, 2)}\n`;
const whole = manifest({ a: "1.0.0", b: "1.0.0" });

let registry: RecordedRegistry;
let project: FaultProject;
let tree: readonly string[];
let lockfile: string;

beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      buildPackage({ name: "a", version: "1.0.0", files: { "big.js": "a".repeat(200_000) } }),
      buildPackage({ name: "a", version: "2.0.0" }),
      buildPackage({ name: "b", version: "1.0.0", manifest: { bin: { b: "index.js" } } }),
      buildPackage({ name: "peer", version: "1.0.0", manifest: { peerDependencies: { a: "2.0.0" } } }),
      buildPackage({ name: "old", version: "1.0.0", manifest: { engines: { node: "^4.0.0" } } }),
      buildPackage({ name: "failing", version: "1.0.0", manifest: { scripts: { postinstall: fails } } }),
    ],
  });
  project = await createFaultProject({ registry: registry.url, files: { "package.json": whole } });
  const { code, stderr } = await project.headwater(["install"]);
  if (code !== 0) throw new Error(stderr);
  tree = await installedTree(join(project.folder, "node_modules"));
  lockfile = await readFile(join(project.folder, "package-lock.json"), "utf8");
});
afterAll(async () => {
  await project.close();
  await registry.close();
});
beforeEach(async () => {
  await write("package.json", whole);
  await write("package-lock.json", lockfile);
});

const write = (name: string, text: string): Promise<void> => writeFile(join(project.folder, name), text);
const treeNow = (): Promise<readonly string[]> => installedTree(join(project.folder, "node_modules"));

/** Runs a command that must fail, and gives what it says. */
async function failure(...args: readonly string[]): Promise<string> {
  return failureWith(1, ...args);
}

/** The same with the exit code that npm has for it. */
async function failureWith(exitCode: number, ...args: readonly string[]): Promise<string> {
  const { code, stderr, stdout } = await project.headwater(args);
  expect(code, `${stdout}\n${stderr}`).toBe(exitCode);
  expect(stderr).not.toMatch(/INTERNAL|Please report|\n {4}at /);
  expect(await project.harm()).toEqual([]);
  return stderr;
}

describe("leaves node_modules and store as they were, with npm's own code", () => {
  const leavesTree = async (code: string, ...args: readonly string[]): Promise<string> => {
    const said = await failure(...args);
    expect(said).toContain(`error ${code}: `);
    expect(await treeNow()).toEqual(tree);
    return said;
  };

  test.each([["install"], ["ci"], ["update"], ["prune"]])(
    "%s with a package.json that is no JSON: EJSONPARSE",
    async (command) => {
      await write("package.json", '{ "name": "app", ');
      expect(await leavesTree("EJSONPARSE", command)).toContain("package.json");
    },
  );

  test("ci with conflict markers in the lockfile that cannot be put together says that it is out of date", async () => {
    await write("package-lock.json", lockfile.replace('"lockfileVersion"', '<<<<<<< ours\n"lockfileVersion"'));
    await failure("ci");
    expect(await treeNow()).toEqual(tree);
  });

  test("ci with a lockfile that lacks a package: EUSAGE, and the package", async () => {
    await write("package.json", manifest({ a: "1.0.0", b: "1.0.0", peer: "1.0.0" }));
    expect(await leavesTree("EUSAGE", "ci", "--force")).toContain("peer@1.0.0 is missing from the lockfile");
  });

  test("ci with a lockfile whose version the manifest does not want: EUSAGE, and both versions", async () => {
    await write("package.json", manifest({ a: "2.0.0", b: "1.0.0" }));
    expect(await leavesTree("EUSAGE", "ci")).toContain("the lockfile's a@1.0.0 does not satisfy a@2.0.0");
  });

  test("ci with packageExtensions that the lockfile was made without: EUSAGE", async () => {
    const packageExtensions = { b: { dependencies: { a: "1.0.0" } } };
    await write("package.json", manifest({ a: "1.0.0", b: "1.0.0" }, { packageExtensions }));
    expect(await leavesTree("EUSAGE", "ci")).toContain("packageExtensions of package.json are not the lockfile's");
  });

  test("ci without a lockfile: EUSAGE", async () => {
    await rm(join(project.folder, "package-lock.json"));
    expect(await leavesTree("EUSAGE", "ci")).toContain("There is no lockfile");
  });

  test("a version that is not there: ETARGET; a package: E404", async () => {
    expect(await leavesTree("ETARGET", "install", "a@9.9.9")).toContain("a@9.9.9");
    expect(await leavesTree("E404", "install", "no-such-package")).toContain("no-such-package");
  });

  test("packages that do not go together: ERESOLVE, and who wants what", async () => {
    const said = await leavesTree("ERESOLVE", "install", "peer@1.0.0");
    expect(said).toMatch(/Found: a@1\.0\.0/);
    expect(said).toMatch(/a@"2\.0\.0" from peer@1\.0\.0/);
  });

  test("an engine that is another, with --engine-strict: EBADENGINE", async () => {
    expect(await leavesTree("EBADENGINE", "install", "old@1.0.0", "--engine-strict")).toContain("old@1.0.0");
  });

  test("a tarball that is cut off: npm's code and exit code", async () => {
    const { tarball } = buildPackage({ name: "cut", version: "1.0.0", files: { "a.bin": randomBytes(50_000) } });
    await writeFile(join(project.folder, "cut.tgz"), tarball.subarray(0, 20_000));
    expect(await failureWith(251, "install", "file:cut.tgz")).toContain("error Z_BUF_ERROR: ");
    expect(await treeNow()).toEqual(tree);
  });

  test("a git repository that is not there: git's words and exit code", async () => {
    const said = await failureWith(
      128,
      "install",
      "--allow-git=all",
      `git+file://${join(project.root, "nowhere.git")}`,
    );
    expect(said).toContain("error 128: ");
    expect(said).toMatch(/git .*ls-remote/);
    expect(said).toContain("does not appear to be a git repository");
    expect(await treeNow()).toEqual(tree);
  });

  test("a scope's registry that refuses connections: ECONNREFUSED", async () => {
    const closed = await startRecordedRegistry();
    await closed.close();
    const far = [`--@far:registry=${closed.url}`, "--fetch-retries=0"];
    expect(await leavesTree("ECONNREFUSED", "install", "@far/lib", ...far)).toContain("@far");
  });

  test("an unknown flag: EUNKNOWNCONFIG; nothing to remove: EUSAGE", async () => {
    expect(await leavesTree("EUNKNOWNCONFIG", "install", "--such-nonsense")).toContain("--such-nonsense");
    await leavesTree("EUSAGE", "uninstall");
  });

  test("bytes that are not the lockfile's: EINTEGRITY", async () => {
    const [right = ""] = /sha512-[^"]+/.exec(lockfile) ?? [];
    const wrong = `sha512-${Buffer.alloc(64, 1).toString("base64")}`;
    await rm(join(project.folder, "node_modules", ".package-lock.json"));
    await rm(join(project.folder, "node_modules", "a"), { recursive: true });
    await write("package-lock.json", lockfile.replace(right, wrong));
    expect(await failure("install")).toContain("error EINTEGRITY: ");
    expect(await readFile(join(project.folder, "package-lock.json"), "utf8")).toContain(wrong);
    await write("package-lock.json", lockfile);
    expect((await project.headwater(["install"])).code).toBe(0);
    expect(await treeNow()).toEqual(tree);
  });
});

test("a lockfile entry without integrity is installed, as npm does it", async () => {
  await write(
    "package-lock.json",
    lockfile.replaceAll(/\s*"integrity": "[^"]+",?/g, "").replaceAll(/("resolved": "[^"]+"),(\s*})/g, "$1$2"),
  );
  const { code, stderr } = await project.headwater(["ci"]);
  expect(code, stderr).toBe(0);
  expect(existsSync(join(project.folder, "node_modules", "a", "big.js"))).toBe(true);
  expect(await project.harm()).toEqual([]);
});

describe("a script that fails", () => {
  test("of a package: the install is undone, and what the script said is told", async () => {
    await write("package.json", manifest({ a: "1.0.0", b: "1.0.0" }, { allowScripts: { failing: true } }));
    const said = await failureWith(7, "install", "failing@1.0.0");
    expect(said).toContain("error ELIFECYCLE: ");
    expect(said).toContain("building");
    expect(existsSync(join(project.folder, "node_modules", "failing"))).toBe(false);
  });

  test("of a package that is not allowed to run any: the package is installed, and it is said", async () => {
    const { code, stderr } = await project.headwater(["install", "failing@1.0.0", "--no-save"]);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/failing@1\.0\.0 \(postinstall: /);
    expect((await project.headwater(["prune"])).code).toBe(0);
  });

  test("of the project does not even begin when --allow-scripts is refused", async () => {
    const scripts = { preinstall: "node -e \"fs.writeFileSync('began', '')\"" };
    await write("package.json", manifest({ a: "1.0.0" }, { scripts }));
    expect(await failure("install", "--allow-scripts=a")).toContain("error EALLOWSCRIPTS: ");
    expect(existsSync(join(project.folder, "began"))).toBe(false);
  });

  test("of the project, before the install: nothing is installed", async () => {
    await write("package.json", manifest({ a: "2.0.0" }, { scripts: { preinstall: fails } }));
    expect(await failureWith(7, "install")).toContain("preinstall");
    expect(await readFile(join(project.folder, "node_modules", "a", "package.json"), "utf8")).toContain("1.0.0");
  });
});

describe.skipIf(!mayMount())("a disk of its own (skipped where this system lets nobody mount one)", () => {
  test.each([
    ["ENOSPC", 228, "tmpfs -o size=96k"],
    // That is what npm says of it.
    ["ENOENT", 254, "tmpfs -o ro"],
  ])(
    "node_modules on a disk that is full or read-only: %s with npm's exit code %i, and the store is whole",
    async (code, exitCode, mount) => {
      await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
      await mkdir(join(project.folder, "node_modules"));
      const [type, ...options] = mount.split(" ");
      const { stdout, stderr } = await runInOwnMounts(
        project,
        `mount -t ${type} ${options.join(" ")} tmpfs node_modules\nheadwater install`,
      );
      expect(stdout).toContain(`exit ${exitCode}`);
      expect(stderr).toContain(`error ${code}: `);
      expect(await project.harm()).toEqual([]);
      await rm(join(project.folder, "node_modules"), { recursive: true });
      expect((await project.headwater(["install"])).code).toBe(0);
      expect(await treeNow()).toEqual(tree);
    },
  );
});
