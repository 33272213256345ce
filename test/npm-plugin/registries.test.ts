import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

/** `publicRegistry` is behind the domain; `foreign` is where a line of .npmrc sends a scope. */
let publicRegistry: RecordedRegistry;
let foreign: RecordedRegistry;
let project: HeadwaterProject;

beforeEach(async () => {
  const packages = (...names: readonly string[]) => names.map((name) => buildPackage({ name, version: "1.0.0" }));
  publicRegistry = await startRecordedRegistry({ packages: packages("@acme/lib", "@far/lib", "@direct/lib", "plain") });
  foreign = await startRecordedRegistry({ packages: packages("@far/lib", "@direct/lib") });
  project = await createHeadwaterProject({ registry: publicRegistry.url, configuration: 'direct: ["@direct"]\n' });
});
afterEach(async () => {
  await project.close();
  await Promise.all([publicRegistry.close(), foreign.close()]);
});

/** Nobody listens there: whoever dials it fails. */
const endpoint = (repository: string): string => `http://127.0.0.1:4873/npm/${repository}/`;

async function install(npmrc: string, ...names: readonly string[]): Promise<string> {
  await writeFile(join(project.folder, ".npmrc"), npmrc);
  const dependencies = Object.fromEntries(names.map((name) => [name, "1.0.0"]));
  await writeFile(
    join(project.folder, "package.json"),
    JSON.stringify({ name: "app", version: "1.0.0", dependencies }),
  );
  const { code, stderr } = await project.headwater(["install", "--no-audit"]);
  expect(code, stderr).toBe(0);
  return stderr;
}

const resolvedUrls = async (): Promise<Readonly<Record<string, string>>> => {
  const { packages } = JSON.parse(await readFile(join(project.folder, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string }>;
  };
  return Object.fromEntries(
    Object.entries(packages).flatMap(([path, { resolved }]) => (resolved === undefined ? [] : [[path, resolved]])),
  );
};

describe("an endpoint in .npmrc", () => {
  test("names the repository, is never dialled, and stands in no lockfile", async () => {
    await install(`registry=${endpoint("shared")}\n`, "plain");
    expect(await project.held("shared")).toEqual(["plain@1.0.0"]);
    expect(await project.held("team")).toEqual([]);
    const [url = ""] = Object.values(await resolvedUrls());
    expect(new URL(url).host).not.toContain("127.0.0.1");
    await rm(join(project.folder, "node_modules"), { recursive: true });
    const again = await project.headwater(["ci", "--no-audit"]);
    expect(again.code, again.stderr).toBe(0);
  });

  test("of a scope sends that scope to its repository, and the others to the project's", async () => {
    await install(`@acme:registry=${endpoint("shared")}\n`, "@acme/lib", "plain");
    expect(await project.held("shared")).toEqual(["@acme/lib@1.0.0"]);
    expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  });

  test("gives way to --repository and to HEADWATER_REPOSITORY", async () => {
    await install(`registry=${endpoint("shared")}\n`, "plain");
    await rm(join(project.folder, "node_modules"), { recursive: true });
    const { code, stderr } = await project.headwater(["ci", "--no-audit", "--repository=team"]);
    expect(code, stderr).toBe(0);
    expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  });
});

test("a scope's registry that is none of ours is honoured, named, and not retained; direct scopes are not even named", async () => {
  const said = await install(
    `@far:registry=${foreign.url}\n@direct:registry=${foreign.url}\n`,
    "@far/lib",
    "@direct/lib",
    "plain",
  );
  expect(new Set(foreign.requests.map(({ path }) => ("name" in path ? path.name : "")))).toEqual(
    new Set(["@far/lib", "@direct/lib"]),
  );
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  expect(said).toContain("@far/lib@1.0.0");
  expect(said).not.toContain("@direct/lib");
});

test("git, folders, files and tarballs by URL are npm's own affair", async () => {
  const { tarball } = buildPackage({ name: "filed", version: "1.0.0" });
  await writeFile(join(project.folder, "filed.tgz"), tarball);
  const dependencies = { filed: "file:filed.tgz", plain: "1.0.0", remote: `${foreign.url}@far%2flib/-/lib-1.0.0.tgz` };
  await writeFile(join(project.folder, ".npmrc"), "allow-remote=all\n");
  await writeFile(
    join(project.folder, "package.json"),
    JSON.stringify({ name: "app", version: "1.0.0", dependencies }),
  );
  const { code, stderr } = await project.headwater(["install", "--no-audit"]);
  expect(code, stderr).toBe(0);
  expect(await project.held("team")).toEqual(["plain@1.0.0"]);
  expect(await readFile(join(project.folder, "node_modules", "filed", "package.json"), "utf8")).toContain("filed");
});
