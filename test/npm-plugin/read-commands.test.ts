import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Writable } from "node:stream";
import { type NpmCommandName, describeNpmError, runNpmCommand } from "@headwater/npm-plugin";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

const manifest = {
  name: "app",
  version: "1.0.0",
  workspaces: ["packages/*"],
  dependencies: { lib: "^1.0.0", base: "1.0.0", renamed: "npm:lib@1.0.0", gone: "^1.0.0" },
  devDependencies: { tool: "1.0.0" },
  optionalDependencies: { maybe: "^1.0.0" },
};
const version = (name: string, number: string, dependencies = {}) =>
  buildPackage({ name, version: number, manifest: { dependencies, description: `${name} itself` } });

/** A project with everything that can be wrong with a tree: missing, invalid, extraneous, outdated and vulnerable packages. */
beforeAll(async () => {
  registry = await startRecordedRegistry({
    packages: [
      version("base", "1.0.0"),
      version("base", "2.0.0"),
      version("lib", "1.0.0", { base: "1.0.0" }),
      version("lib", "1.1.0", { base: "1.0.0" }),
      version("lib", "2.0.0", { base: "2.0.0" }),
      version("tool", "1.0.0", { base: "^2.0.0", lib: "^1.0.0" }),
      version("maybe", "1.0.0"),
      version("gone", "1.0.0"),
    ],
    advisories: {
      base: [
        {
          id: 1,
          url: "https://advisories.example.com/1",
          title: "base lets everybody in",
          severity: "high",
          vulnerable_versions: "<2.0.0",
          cwe: ["CWE-1"],
          cvss: { score: 7.5, vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N" },
        },
      ],
    },
  });
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": JSON.stringify(manifest) },
  });
  await mkdir(join(project.folder, "packages", "one"), { recursive: true });
  const one = { name: "one", version: "1.0.0", dependencies: { lib: "^1.0.0" } };
  await writeFile(join(project.folder, "packages", "one", "package.json"), JSON.stringify(one));
  const installed = await project.exec("npm-12", ["install"]);
  if (installed.code !== 0) throw new Error(installed.stderr);
  const modules = join(project.folder, "node_modules");
  for (const name of ["gone", "maybe"]) await rm(join(modules, name), { recursive: true });
  await mkdir(join(modules, "stray"));
  await writeFile(join(modules, "stray", "package.json"), '{"name":"stray","version":"3.0.0"}');
  const changed = { ...manifest, dependencies: { ...manifest.dependencies, lib: "^2.0.0" } };
  await writeFile(join(project.folder, "package.json"), JSON.stringify(changed));
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command in this process: what is compared is what it prints. */
async function ours([command = "", ...args]: readonly string[]): Promise<Said> {
  const [stdout, stderr] = [createOutput(), createOutput()];
  const env = { ...clientEnvironment({ client: "npm-12", home: project.home }), HEADWATER_CONFIG: project.configFile };
  const options = {
    command: command as NpmCommandName,
    args,
    cwd: project.folder,
    env,
    stdout,
    stderr,
    opening: { configFile: project.configFile },
    checkDomain: () => {},
    onRetained: () => {},
    onForeign: () => {},
    onFault: () => {},
    signal: new AbortController().signal,
  };
  try {
    return { code: await runNpmCommand(options), stdout: stdout.text(), stderr: stderr.text() };
  } catch (error) {
    const failure = describeNpmError(error);
    if (failure === undefined) throw error;
    return {
      code: 1,
      stdout: stdout.text(),
      stderr: `${stderr.text()}${failure.code}: ${failure.message} ${failure.hint}`,
    };
  }
}

function createOutput(): Writable & { text(): string } {
  let written = "";
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written += chunk.toString();
      done();
    },
  });
  return Object.assign(stream, { text: () => written });
}

/** The same words by npm 12 and by Headwater. */
async function both(words: string): Promise<{ readonly npm: Said; readonly own: Said }> {
  const args = words.split(" ");
  const { folder: cwd, home } = project;
  const npm = runClient({ client: "npm-12", home, cwd, args, registry: registry.url });
  const own = await ours(args);
  return { npm: await npm, own };
}

describe.each([
  "ls --all",
  "ls base",
  "ls --all --parseable --long",
  "ls --workspace=one --all --long",
  "outdated --all --long --omit=dev",
  "outdated --parseable --long",
  "audit --audit-level=critical --omit=dev",
])("%s", (words) => {
  test("prints what npm prints, and exits as npm does", async () => {
    const { npm, own } = await both(words);
    expect(own.stdout, own.stderr).toBe(npm.stdout);
    expect(own.code).toBe(npm.code);
  });
});

describe.each(["ls --json --long --all", "outdated --json --all --long", "audit --json"])("%s", (words) => {
  test("is the document that npm gives, and exits as npm does", async () => {
    const { npm, own } = await both(words);
    expect(JSON.parse(own.stdout)).toEqual(JSON.parse(npm.stdout));
    expect(own.code).toBe(npm.code);
  });
});

test("an audit whose registry cannot be asked fails and says nothing of 0 vulnerabilities", async () => {
  registry.setDown(true);
  try {
    for (const args of [["audit"], ["audit", "--json"]]) {
      const { code, stdout, stderr } = await ours([...args, "--fetch-retries=0"]);
      expect(code).toBe(1);
      expect(stdout).not.toMatch(/found 0|"total": 0/);
      expect(stderr).toContain("EAUDIT: The registry could not be asked");
    }
  } finally {
    registry.setDown(false);
  }
});

test("an audit with --offline fails, for nobody is asked", async () => {
  const { code, stdout, stderr } = await ours(["audit", "--offline"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("--offline");
});

test("ls tells no credentials of where a package came from", async () => {
  const folder = join(project.folder, "node_modules", "stray");
  const from = "https://someone:secret-word@npm.example.com/stray.tgz";
  await writeFile(join(folder, "package.json"), JSON.stringify({ name: "stray", version: "3.0.0", description: from }));
  for (const args of [["--long"], ["--long", "--json"]]) {
    const { stdout } = await ours(["ls", ...args]);
    expect(stdout).toContain("@npm.example.com/stray.tgz");
    expect(stdout).not.toContain("secret-word");
  }
});

test("ll is the long form of ls", async () => {
  const { stdout } = await project.headwater(["ll"]);
  expect(stdout).toBe((await ours(["ls", "--long"])).stdout);
  expect(stdout).toContain("base itself");
});

test("the command line prints the same, and says on standard error what is wrong", async () => {
  const { code, stdout, stderr } = await project.headwater(["ls"]);
  const inProcess = await ours(["ls"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: inProcess.stdout });
  expect(stderr).toContain("ELSPROBLEMS: missing: gone@^1.0.0, required by app@1.0.0");
});

test("ls of what is missing works with --long and --no-workspaces too", async () => {
  expect((await ours(["ls", "--long"])).stdout).toContain("UNMET DEPENDENCY gone@^1.0.0");
  const alone = await ours(["ls", "--no-workspaces"]);
  expect(alone.stdout).toContain("UNMET DEPENDENCY gone@^1.0.0");
  expect(alone.stdout).not.toContain("one@1.0.0");
});

test("audit signatures says where signatures are verified", async () => {
  const { code, stderr } = await ours(["audit", "signatures"]);
  expect(code).toBe(1);
  expect(stderr).toContain("headwater exec -- npm audit signatures");
});

// Last, since it changes the tree.
test("audit fix installs versions that are not vulnerable, and the repository retains them", async () => {
  const fixable = { name: "app", version: "1.0.0", dependencies: { lib: ">=1.0.0" } };
  await writeFile(join(project.folder, "package.json"), JSON.stringify({ ...fixable, dependencies: { lib: "1.0.0" } }));
  await rm(join(project.folder, "package-lock.json"));
  await ours(["install"]);
  await writeFile(join(project.folder, "package.json"), JSON.stringify(fixable));
  const { code, stdout, stderr } = await project.headwater(["audit", "fix"]);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("found 0 vulnerabilities");
  const listed = await ours(["ls", "--all", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ dependencies: { lib: { version: "2.0.0" } } });
  expect(await project.held("team")).toContain("lib@2.0.0");
});
