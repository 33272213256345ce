import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseNpmName } from "@headwater/formats";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { defaultRegistry } from "../../../../test/kit/default-registry.ts";
import {
  neutralLockfile,
  pollutedLockfile,
  proxySecret,
  proxyStyles,
  yarnClassicRegistry,
} from "../../../../test/kit/polluted-lockfile.ts";
import { buildPackage } from "../../../../test/kit/tarball-builder.ts";
import { testClientFolder } from "../../../../test/kit/test-client.ts";
import { type TestDomain, createTestDomain, runIn } from "../command-runner.ts";
import { type TemporaryFolder, temporaryFolder } from "../temporary-folder.ts";

const packageLock = (entries: Readonly<Record<string, object>>): string =>
  `${JSON.stringify({ lockfileVersion: 3, packages: Object.fromEntries(Object.entries(entries).map(([name, entry]) => [`node_modules/${name}`, { version: "1.0.0", ...entry }])) }, undefined, 2)}\n`;
const at = (base: string, name: string): { readonly resolved: string } => ({
  resolved: `${base}${name}/-/${name.replace(/^@.*\//, "")}-1.0.0.tgz`,
});
const proxy = "https://me:s3cr3t@npm.acme.example/proxy/";

describe("headwater lockfile verify", () => {
  let root: TemporaryFolder;
  const run = (...args: readonly string[]) => runInFolder(".", ...args);
  const runInFolder = (folder: string, ...args: readonly string[]) =>
    runIn(join(root.path, "project", folder), { HOME: join(root.path, "home"), PATH: "" }, [
      "lockfile",
      "verify",
      ...args,
    ]);
  const write = async (name: string, text: string): Promise<void> => {
    await mkdir(join(root.path, "project", name, ".."), { recursive: true });
    await writeFile(join(root.path, "project", name), text);
  };

  beforeEach(async () => {
    root = await temporaryFolder({ "project/package.json": "{}", "home/x": "" });
  });
  afterEach(() => root[Symbol.asyncDispose]());

  test("names every entry that names a proxy with file, line, version and host, never with a secret, and exits 1", async () => {
    const { text } = await neutralLockfile("npm-12");
    const { url, host } = proxyStyles["CodeArtifact with credentials"] ?? { host: "", url: () => "" };
    await write("package-lock.json", pollutedLockfile("npm-12", text, url));
    const { code, stdout, stderr } = await run();
    expect(code, stderr).toBe(1);
    expect(stdout).toContain(`  package-lock.json:37: @cbor-extract/cbor-extract-darwin-arm64@2.2.2 at ${host}\n`);
    expect(stdout).toContain("headwater lockfile normalise package-lock.json");
    expect(stdout.split("\n").filter((line) => line.endsWith(` at ${host}`))).toHaveLength(
      text.split('"resolved"').length - 1,
    );
    expect(stdout).not.toContain(proxySecret);
    const json = await run("--json");
    expect(json.code).toBe(1);
    expect(json.stdout).not.toContain(proxySecret);
    expect(JSON.parse(json.stdout)).toMatchObject({
      lockfiles: [
        {
          file: "package-lock.json",
          tool: "npm",
          proxyUrls: expect.arrayContaining([
            { line: 37, package: "@cbor-extract/cbor-extract-darwin-arm64", version: "2.2.2", host },
          ]) as object,
        },
      ],
    });
  });

  test("exits 0 when nothing names one, and opens no store", async () => {
    await write("headwater.yml", "domain: acme\n");
    for (const client of ["npm-12", "pnpm-12", "bun", "yarn-4"] as const) {
      const { file, text } = await neutralLockfile(client);
      await write(file, text);
    }
    const { code, stdout } = await run();
    expect(stdout.trim().split("\n")).toEqual([
      expect.stringMatching(/^package-lock\.json: \d+ entries, none names a proxy\.$/),
      expect.stringMatching(/^pnpm-lock\.yaml: /),
      expect.stringMatching(/^bun\.lock: /),
      expect.stringMatching(/^yarn\.lock: /),
    ]);
    expect(code).toBe(0);
    await expect(rm(join(root.path, "project", ".headwater"), { recursive: true })).rejects.toThrow("ENOENT");
  });

  test("looks in the project's root from a folder below, at the tool's lockfiles alone if one is named", async () => {
    await write("package.json", '{ "workspaces": ["packages/*"] }');
    await write("packages/a/package.json", "{}");
    await write("package-lock.json", packageLock({ a: at(proxy, "a") }));
    await write("bun.lock", '{ "packages": { "a": ["a@1.0.0", "", {}, "sha512-x"], }, }');
    const { stdout } = await runInFolder("packages/a");
    expect(stdout).toContain("../../package-lock.json:6: a@1.0.0 at npm.acme.example");
    expect((await runInFolder("packages/a", "--tool", "bun")).code).toBe(0);
    expect(await runInFolder("packages/a", "--tool", "pnpm")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("There is no lockfile of pnpm") as string,
    });
  });

  test("reads the files that are named, of any name if the tool is told", async () => {
    await write("old/lock.txt", packageLock({ a: at(proxy, "a") }));
    expect((await run("--tool", "npm", "old/lock.txt")).stdout).toContain(
      "old/lock.txt:6: a@1.0.0 at npm.acme.example",
    );
    expect(await run("old/lock.txt")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--tool npm") as string,
    });
    expect(await run("none/package-lock.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("none/package-lock.json cannot be read: ENOENT") as string,
    });
  });

  test("does not take one Yarn's lockfile for the other's", async () => {
    await write("yarn.lock", (await neutralLockfile("yarn-1")).text);
    expect(await run("--tool", "yarn")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("yarn.lock is a lockfile of Yarn 1, not of Yarn 2 or later") as string,
    });
  });

  test.each([
    ["a merge", "package-lock.json", '{\n  "packages": {\n<<<<<<< HEAD\n', "package-lock.json:3: "],
    ["what is no JSON", "bun.lock", "{\n  x\n", "bun.lock:2: "],
    ["what is no text", "pnpm-lock.yaml", "\uDCFF", "pnpm-lock.yaml"],
    ["a binary lockfile", "bun.lockb", "x", "bun.lockb"],
  ])("refuses %s as CONFIGURATION_INVALID", async (_what, file, text, place) => {
    await write(file, text);
    if (text === "\uDCFF") await writeFile(join(root.path, "project", file), Buffer.from([0xff, 0xfe, 0x00]));
    const { code, stderr } = await run();
    expect(code).toBe(2);
    expect(stderr).toContain("CONFIGURATION_INVALID");
    expect(stderr).toContain(place);
  });

  test("leaves alone what headwater.yml or the client's settings send to a registry of its own, and not what they send to ours", async () => {
    await write("headwater.yml", 'domain: acme\ndirect: ["@direct"]\n');
    await write(
      ".npmrc",
      "registry=https://npm.acme.example/proxy/\n@own:registry=https://own.example/npm/\n@same:registry=https://npm.acme.example/proxy/\n@ours:registry=http://127.0.0.1:4873/npm/main/\n",
    );
    const scopes = ["@direct", "@own", "@same", "@ours"];
    await write(
      "package-lock.json",
      packageLock(Object.fromEntries(scopes.map((scope) => [`${scope}/a`, at(proxy, `${scope}/a`)]))),
    );
    const { stdout } = await run();
    expect(stdout.match(/@\w+\/a@1\.0\.0/g)).toEqual(["@same/a@1.0.0", "@ours/a@1.0.0"]);
  });

  test("control characters of a hostile lockfile do not reach the terminal", async () => {
    await write("package-lock.json", packageLock({ "a\u001b[2J": at("http://localhost:1/", "a%1b[2J") }));
    const { code, stdout } = await run();
    expect(code).toBe(1);
    expect(stdout).not.toContain("\u001b");
  });

  test("what counts as Yarn 1's own registry is read from a Yarn in PATH, or told", async () => {
    await write(
      "yarn.lock",
      (await neutralLockfile("yarn-1")).text.replaceAll(yarnClassicRegistry(), "https://npm.corp.example/"),
    );
    expect((await run()).code).toBe(0);
    expect((await run("--registry", yarnClassicRegistry())).stdout).toContain("at npm.corp.example");
    const bin = join(root.path, "bin");
    await mkdir(bin);
    await symlink(join(testClientFolder("yarn-1"), "node_modules", "yarn", "bin", "yarn.js"), join(bin, "yarn"));
    const env = { HOME: join(root.path, "home"), PATH: bin };
    const { code, stdout } = await runIn(join(root.path, "project"), env, ["lockfile", "verify"]);
    expect(code).toBe(1);
    expect(stdout).toContain("at npm.corp.example");
  });

  test("a registry that is none, and another domain, are refused", async () => {
    await write("package-lock.json", packageLock({}));
    for (const url of ["npm", "ftp://x.example/", "https://me:secret@x.example/"])
      expect(await run("--registry", url)).toMatchObject({ code: 2, stdout: "" });
    expect(await run("--domain", "other")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("headwater lockfile verify --servable", () => {
  const lib = buildPackage({ name: "lib", version: "1.0.0" });
  const bad = buildPackage({ name: "@s/bad", version: "1.0.0" });
  let domain: TestDomain;
  const verify = async (entries: Readonly<Record<string, object>>, ...args: readonly string[]) => {
    await writeFile(join(domain.folder, "package-lock.json"), packageLock(entries));
    return domain.run("lockfile", "verify", "--servable", ...args);
  };

  beforeAll(async () => {
    domain = await createTestDomain(
      [lib, bad, buildPackage({ name: "new", version: "1.0.0" })],
      'direct: ["@direct"]\n',
    );
    await domain.retain("team", lib, bad);
    await domain.within(({ resolver }) =>
      resolver.updatePackageVersionsStatus({
        repository: "team",
        package: parseNpmName("@s/bad"),
        versions: ["1.0.0"],
        targetStatus: "Archived",
      }),
    );
    domain.registry.setDown(true);
  });
  afterAll(() => domain.close());

  test("exits 0 when the repository could give out every entry, also through its upstreams", async () => {
    const entries = { lib: { ...at(defaultRegistry(), "lib"), integrity: lib.integrity } };
    expect(await verify(entries)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("team could give out 1 version with no connection to the outside.") as string,
    });
    expect(await verify(entries, "--repository", "shared")).toMatchObject({ code: 0 });
  });

  test("exits 1 and names each entry that it could not give out, with the reason", async () => {
    const { code, stdout } = await verify(
      {
        lib: { ...at(defaultRegistry(), "lib"), integrity: "sha512-AAAA" },
        "x/node_modules/lib": { ...at(defaultRegistry(), "lib"), integrity: lib.integrity },
        new: at(defaultRegistry(), "new"),
        "@s/bad": at(defaultRegistry(), "@s/bad"),
        remote: { resolved: "https://me:secret@host.example/remote.tgz" },
        "@direct/a": {},
      },
      "--json",
    );
    expect(code).toBe(1);
    expect(stdout).not.toContain("secret");
    const { lockfiles } = JSON.parse(stdout) as { lockfiles: readonly { readonly servability: object }[] };
    expect(lockfiles[0]?.servability).toMatchObject({
      repository: "team",
      servable: 1,
      unservable: [
        { package: "lib", version: "1.0.0", reason: "INTEGRITY_DIFFERS" },
        { package: "new", version: "1.0.0", reason: "NOT_HELD" },
        { package: "@s/bad", version: "1.0.0", reason: "REFUSED" },
        { package: "remote", version: "1.0.0", reason: "FOREIGN_REGISTRY" },
        { package: "@direct/a", version: "1.0.0", reason: "FOREIGN_REGISTRY" },
      ],
    });
  });

  test("an entry that names a proxy is judged as the package that it is, and fails for the proxy all the same", async () => {
    const { code, stdout } = await verify({ lib: at(proxy, "lib") });
    expect(code).toBe(1);
    expect(stdout).toContain("lib@1.0.0 at npm.acme.example");
    expect(stdout).toContain("team could give out 1 version");
  });

  test("retains nothing, and an unknown repository is refused", async () => {
    const before = await domain.json("list-packages", "--repository", "shared");
    await verify({ lib: at(defaultRegistry(), "lib") }, "--repository", "shared");
    expect(await domain.json("list-packages", "--repository", "shared")).toEqual(before);
    expect(await verify({ lib: at(defaultRegistry(), "lib") }, "--repository", "none")).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("REPOSITORY_NOT_FOUND") as string,
    });
  });
});
