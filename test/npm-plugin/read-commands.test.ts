import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
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

/** The same words by npm 12 and by Headwater, at once. */
async function both(words: string) {
  const args = words.split(" ");
  const [npm, ours] = await Promise.all([project.exec("npm-12", args), project.headwater(args)]);
  return { npm, ours };
}

describe.each([
  "ls",
  "ls --all",
  "ls --all --no-unicode",
  "ls --long --all",
  "ls --depth=1",
  "ls base",
  "ls base@2",
  "ls no-such-package",
  "ls --all --parseable",
  "ls --all --parseable --long",
  "ls base --parseable",
  "ls --omit=dev --all",
  "ls --link",
  "ls --workspace=one --all",
  "ls --no-workspaces",
  "ls --package-lock-only --all",
  "outdated",
  "outdated --long",
  "outdated --all",
  "outdated --parseable",
  "outdated --parseable --long",
  "outdated lib",
  "outdated --workspace=one",
  "outdated --omit=dev",
  "audit",
  "audit --audit-level=critical",
  "audit --omit=dev",
])("%s", (words) => {
  test("prints what npm prints, and exits as npm does", async () => {
    const { npm, ours } = await both(words);
    expect(ours.stdout, ours.stderr).toBe(npm.stdout);
    expect(ours.code).toBe(npm.code);
  });
});

describe.each([
  "ls --json",
  "ls --json --all",
  "ls --json --long --all",
  "ls base --json",
  "outdated --json",
  "outdated --json --all --long",
  "audit --json",
])("%s", (words) => {
  test("is the document that npm gives, and exits as npm does", async () => {
    const { npm, ours } = await both(words);
    expect(JSON.parse(ours.stdout)).toEqual(JSON.parse(npm.stdout));
    expect(ours.code).toBe(npm.code);
  });
});

test("an audit whose registry cannot be asked fails and says nothing of 0 vulnerabilities", async () => {
  registry.setDown(true);
  try {
    for (const args of [["audit"], ["audit", "--json"]]) {
      const { code, stdout, stderr } = await project.headwater([...args, "--fetch-retries=0"]);
      expect(code).toBe(1);
      expect(stdout).not.toMatch(/found 0|"total": 0/);
      expect(stderr).toContain("EAUDIT");
    }
  } finally {
    registry.setDown(false);
  }
});

test("audit signatures says where signatures are verified", async () => {
  const { code, stderr } = await project.headwater(["audit", "signatures"]);
  expect(code).toBe(1);
  expect(stderr).toContain("headwater exec -- npm audit signatures");
});

// Last, since it changes the tree.
test("audit fix installs versions that are not vulnerable, and the repository retains them", async () => {
  const fixable = { name: "app", version: "1.0.0", dependencies: { lib: ">=1.0.0" } };
  await writeFile(join(project.folder, "package.json"), JSON.stringify({ ...fixable, dependencies: { lib: "1.0.0" } }));
  await rm(join(project.folder, "package-lock.json"));
  await project.headwater(["install"]);
  await writeFile(join(project.folder, "package.json"), JSON.stringify(fixable));
  const { code, stdout, stderr } = await project.headwater(["audit", "fix"]);
  expect(code, stderr).toBe(0);
  expect(stdout).toContain("found 0 vulnerabilities");
  const listed = await project.headwater(["ls", "--all", "--json"]);
  expect(JSON.parse(listed.stdout)).toMatchObject({ dependencies: { lib: { version: "2.0.0" } } });
  expect(await project.held("team")).toContain("lib@2.0.0");
});
