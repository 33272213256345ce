import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { defaultNpmRegistry } from "@headwater/formats";
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

describe("npm's default registry, with another one configured", () => {
  /** A way out that lets nobody out, and notes where each wanted to go. */
  async function startGate(): Promise<{ readonly settings: string; readonly asked: string[] } & AsyncDisposable> {
    const asked: string[] = [];
    const gate = createServer().on("connect", ({ url = "" }, socket) => {
      asked.push(url);
      socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
    });
    gate.listen(0, "127.0.0.1");
    await once(gate, "listening");
    const { port } = gate.address() as AddressInfo;
    const settings = `https-proxy=http://127.0.0.1:${port}\nnoproxy=127.0.0.1\nfetch-retries=0\n`;
    const close = async (): Promise<void> => void (await once(gate.close(), "close"));
    return { settings, asked, [Symbol.asyncDispose]: close };
  }

  test("is the one that a scope's line names: no other registry answers for it", async () => {
    await using gate = await startGate();
    const standard = await defaultNpmRegistry();
    const other = await createHeadwaterProject();
    await writeFile(
      join(other.folder, ".npmrc"),
      `registry=${publicRegistry.url}\n@far:registry=${standard}\n${gate.settings}`,
    );
    const { code } = await other.headwater(["install", "--no-audit", "@far/lib", "plain"]);
    expect(code).not.toBe(0);
    expect(new Set(gate.asked)).toEqual(new Set([`${new URL(standard).hostname}:443`]));
    expect(publicRegistry.requests.filter(({ path }) => "name" in path && path.name === "@far/lib")).toEqual([]);
    await other.close();
  });

  test("stands in lockfiles for the one that is configured", async () => {
    await using gate = await startGate();
    const other = await createHeadwaterProject();
    await writeFile(join(other.folder, ".npmrc"), `registry=${publicRegistry.url}\n${gate.settings}`);
    const { integrity } = buildPackage({ name: "plain", version: "1.0.0" });
    const dependencies = { plain: "1.0.0" };
    const resolved = `${await defaultNpmRegistry()}plain/-/plain-1.0.0.tgz`;
    const packages = {
      "": { name: "app", version: "1.0.0", dependencies },
      "node_modules/plain": { version: "1.0.0", resolved, integrity },
    };
    const files = {
      "package.json": packages[""],
      "package-lock.json": { lockfileVersion: 3, requires: true, packages },
    };
    for (const [name, content] of Object.entries(files))
      await writeFile(join(other.folder, name), JSON.stringify(content));
    const { code, stderr } = await other.headwater(["ci", "--no-audit"]);
    expect(code, stderr).toBe(0);
    expect(await other.held("team")).toEqual(["plain@1.0.0"]);
    expect(gate.asked).toEqual([]);
    await other.close();
  });
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
