import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { defaultRegistry } from "../kit/default-registry.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** The read side of npm's command line, as against the public registry. */
describe.each(["npm-11", "npm-12"] as const)("%s through exec", (client) => {
  let registry: RecordedRegistry;
  let project: HeadwaterProject;

  beforeAll(async () => {
    const hello = {
      "bin.js": "#!/usr/bin/env node\nconsole.log('hello from ' + require('./package.json').version);\n",
    };
    const lib = ["1.0.0", "1.1.0"].map((version) =>
      buildPackage({
        name: "lib",
        version,
        files: { ...hello, "index.js": `module.exports = "${version}";\n` },
        manifest: { bin: { lib: "bin.js" }, description: "a library", funding: "https://fund.example.com/lib" },
      }),
    );
    registry = await startRecordedRegistry({ packages: lib });
    project = await createHeadwaterProject({
      registry: registry.url,
      files: { "package.json": '{"name":"app","version":"1.0.0","dependencies":{"lib":"1.0.0"}}\n' },
    });
    const installed = await project.exec(client, ["install"]);
    if (installed.code !== 0) throw new Error(installed.stderr);
  });
  afterAll(async () => {
    await project.close();
    await registry.close();
  });

  const run = (...args: string[]) => project.exec(client, args);

  test("view shows versions and tags", async () => {
    const { code, stdout } = await run("view", "lib", "versions", "dist-tags", "--json");
    expect(code).toBe(0);
    // npm 12 answers a list of packages.
    expect([JSON.parse(stdout)].flat()).toEqual([{ versions: ["1.0.0", "1.1.0"], "dist-tags": { latest: "1.1.0" } }]);
  });

  test("view of one version and of an unknown package", async () => {
    expect((await run("view", "lib@1.0.0", "version")).stdout.trim()).toBe("1.0.0");
    const unknown = await run("view", "no-such-package-at-all");
    expect(unknown.code).not.toBe(0);
    expect(unknown.stderr).toContain("E404");
  });

  test("outdated names the newer version", async () => {
    const { code, stdout } = await run("outdated", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ lib: { current: "1.0.0", latest: "1.1.0" } });
  });

  test("audit asks the public registry and shows what it says", async () => {
    const { code, stdout } = await run("audit", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ metadata: { vulnerabilities: { total: 0 } } });
    expect(registry.requests.some((request) => request.url.includes("/security/advisories/bulk"))).toBe(true);
  });

  test("audit fails honestly when the public registry cannot be reached, never with 0 vulnerabilities", async () => {
    registry.setDown(true);
    try {
      const { code, stdout } = await run("audit", "--json");
      expect(code).not.toBe(0);
      expect(stdout).not.toContain('"total": 0');
    } finally {
      registry.setDown(false);
    }
  });

  test("audit signatures fails where the keys' own host cannot be reached, and asks the domain for none of them", async () => {
    registry.clearRequests();
    // Nothing listens there: whatever is outside and behind https is out of reach.
    const env = { https_proxy: "http://127.0.0.1:1", NODE_USE_ENV_PROXY: "1", npm_config_fetch_retries: "0" };
    const { code, stderr } = await project.exec(client, ["audit", "signatures"], { env });
    expect(code).toBe(1);
    expect(stderr).toMatch(/sigstore|ECONNREFUSED/);
    expect(registry.requests).toEqual([]);
  });

  test("search finds what the domain holds and what the public registry has, each once", async () => {
    const { code, stdout } = await run("search", "lib", "--json");
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as { name: string }[];
    expect(found.filter(({ name }) => name === "lib")).toHaveLength(1);
  });

  test("ping answers and dist-tag ls lists", async () => {
    expect((await run("ping")).code).toBe(0);
    expect((await run("dist-tag", "ls", "lib")).stdout.trim()).toBe("latest: 1.1.0");
  });

  test("pack fetches the tarball", async () => {
    const { code, stderr } = await run("pack", "lib@1.1.0");
    expect(code, stderr).toBe(0);
    expect(await readdir(project.folder)).toContain("lib-1.1.0.tgz");
  });

  test("diff compares two versions", async () => {
    const { code, stdout, stderr } = await run("diff", "--diff=lib@1.0.0", "--diff=lib@1.1.0");
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('+module.exports = "1.1.0";');
  });

  test("exec runs a package that is not installed", async () => {
    const { code, stdout, stderr } = await run("exec", "--yes", "lib@1.1.0");
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("hello from 1.1.0");
  });

  test("fund and sbom tell of the installed tree what they tell without us", async () => {
    const fund = await run("fund", "--json");
    expect(JSON.parse(fund.stdout)).toMatchObject({
      dependencies: { lib: { version: "1.0.0", funding: { url: "https://fund.example.com/lib" } } },
    });
    const sbom = await run("sbom", "--sbom-format=cyclonedx");
    expect(JSON.parse(sbom.stdout)).toMatchObject({
      components: [
        {
          purl: "pkg:npm/lib@1.0.0",
          externalReferences: [{ type: "distribution", url: `${defaultRegistry()}lib/-/lib-1.0.0.tgz` }],
        },
      ],
    });
    expect(sbom.stdout).not.toContain("127.0.0.1");
  });

  test("doctor reaches the registry, and whoami knows nobody", async () => {
    const { code, stdout, stderr } = await run("doctor", "connection", "cache");
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/Connecting to the registry\s+Ok/);
    const whoami = await run("whoami");
    expect(whoami.code).not.toBe(0);
    expect(whoami.stderr).toContain("E401");
  });

  test("publish, dist-tag and deprecate write to the repository of the run, and nothing leaves it (E7)", async () => {
    const folder = join(project.root, `published-by-${client}`);
    await mkdir(folder);
    await writeFile(join(folder, "package.json"), JSON.stringify({ name: `@acme/by-${client}`, version: "1.0.0" }));
    const there = async (...args: string[]): Promise<string> => {
      const { code, stdout, stderr } = await project.exec(client, args, { cwd: folder });
      if (code !== 0) throw new Error(`npm ${args.join(" ")}: ${code}\n${stdout}\n${stderr}`);
      return stdout.trim();
    };
    await there("publish", "--access", "public");
    expect(await project.held("team")).toContain(`@acme/by-${client}@1.0.0`);
    const { code, stderr } = await project.exec(client, ["publish"], { cwd: folder });
    expect([code === 0, stderr]).toEqual([false, expect.stringMatching(/previously published/)]);
    await there("dist-tag", "add", `@acme/by-${client}@1.0.0`, "next");
    await there("deprecate", `@acme/by-${client}@1.0.0`, "not yet");
    expect(await there("view", `@acme/by-${client}`, "dist-tags.next", "deprecated", "--json")).toContain("not yet");
    expect(registry.requests.filter(({ method }) => method === "PUT")).toEqual([]);
  });
});
