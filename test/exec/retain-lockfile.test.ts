import { cp } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

const fixture = fileURLToPath(new URL("../fixtures/projects/express/package.json", import.meta.url));

vi.setConfig({ testTimeout: 120_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

async function setUp(configuration: string): Promise<void> {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({ registry: registry.url, configuration });
  await cp(fixture, join(project.folder, "package.json"));
}

test("with retain: lockfile every entry of the lockfile is referenced, those for other platforms too", async () => {
  await setUp("retain: lockfile\n");
  const result = await project.exec("npm-12", ["install"]);
  expect(result.code, result.stderr).toBe(0);
  const held = await project.held("team");
  expect(held).toContainEqual(expect.stringMatching(/^@cbor-extract\/cbor-extract-win32-x64@/));
  expect(held).toContainEqual(expect.stringMatching(/^@cbor-extract\/cbor-extract-darwin-arm64@/));
});
