import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { goldenLockfile } from "../kit/golden-lockfile.ts";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { testClients } from "../kit/test-client.ts";

const fixture = fileURLToPath(new URL("../fixtures/projects/express/package.json", import.meta.url));

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

describe.each(testClients)("%s through exec", (client) => {
  test("writes the very lockfile that it writes without us, and gets every tarball through the domain", async () => {
    registry = await startRecordedRegistry();
    project = await createHeadwaterProject({ registry: registry.url });
    await cp(fixture, join(project.folder, "package.json"));
    const { file, text } = await goldenLockfile(client);

    const fresh = await project.exec(client, ["install"]);
    expect(fresh.code, fresh.stderr).toBe(0);
    expect(await readFile(join(project.folder, file), "utf8")).toBe(text);

    // Whatever was installed came through us: with the registry gone and the caches empty, the domain has it all.
    registry.setDown(true);
    await rm(join(project.folder, "node_modules"), { recursive: true, force: true });
    await project.clearClientCaches();
    const frozen = await project.exec(client, frozenInstall[client]);
    expect(frozen.code, `${frozen.stdout}\n${frozen.stderr}`).toBe(0);
    expect(await readFile(join(project.folder, file), "utf8")).toBe(text);
  });
});

const frozenInstall = {
  "npm-11": ["ci"],
  "npm-12": ["ci"],
  "pnpm-10": ["install", "--frozen-lockfile"],
  "pnpm-12": ["install", "--frozen-lockfile"],
  bun: ["install", "--frozen-lockfile"],
  "yarn-4": ["install", "--immutable"],
} as const;
