/** What pnpm keeps of a run in the project, and what it does with it afterwards. */
import { readFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { runClient } from "../kit/run-client.ts";
import { buildPackage } from "../kit/tarball-builder.ts";

vi.setConfig({ testTimeout: 60_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

test.each(["pnpm-10", "pnpm-12"] as const)(
  "%s without us installs from the registry that it is given then, whatever a run left in node_modules",
  async (client) => {
    const packages = ["lib", "other"].map((name) => buildPackage({ name, version: "1.0.0" }));
    registry = await startRecordedRegistry({ packages });
    project = await createHeadwaterProject({
      registry: registry.url,
      files: { "package.json": '{"name":"app","version":"1.0.0"}\n' },
    });
    const through = await project.exec(client, ["add", "lib@1.0.0"]);
    expect(through.code, through.stderr).toBe(0);
    expect((await readdir(project.folder)).toSorted()).toEqual([
      ".headwater",
      "headwater.yml",
      "node_modules",
      "package.json",
      "pnpm-lock.yaml",
    ]);
    for (const name of ["package.json", "pnpm-lock.yaml"])
      expect(await readFile(join(project.folder, name), "utf8")).not.toContain("127.0.0.1");

    // One package is missing and no cache has it, so that it must be fetched.
    await rm(join(project.folder, "node_modules", ".pnpm", "lib@1.0.0"), { recursive: true });
    await rm(join(project.folder, "node_modules", "lib"));
    await project.clearClientCaches();
    registry.clearRequests();
    for (const args of [
      ["install", "--frozen-lockfile"],
      ["add", "other@1.0.0"],
    ]) {
      const { folder: cwd, home } = project;
      const env = { npm_config_fetch_retries: "0", PNPM_CONFIG_FETCH_RETRIES: "0" };
      const plain = await runClient({ client, args, cwd, home, registry: registry.url, env });
      expect(plain.code, `${plain.stdout}\n${plain.stderr}`).toBe(0);
    }
    const tarballs = registry.requestsFor("tarball").map(({ url }) => url);
    expect(tarballs).toEqual(expect.arrayContaining(["/lib/-/lib-1.0.0.tgz", "/other/-/other-1.0.0.tgz"]));
    expect(await readdir(join(project.folder, "node_modules"))).toEqual(expect.arrayContaining(["lib", "other"]));
  },
);
