import { cp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { createHeadwaterProject, type HeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let registry: RecordedRegistry;
let project: HeadwaterProject;

afterEach(async () => {
  await project.close();
  await registry.close();
});

test("after the upstream repository is deleted, the same tree installs from an empty cache with the public registry down (K4)", async () => {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({
    registry: registry.url,
    files: {
      "package.json": '{"name":"app","version":"1.0.0","dependencies":{"express":"^5.0.0","is-odd":"^3.0.1"}}\n',
    },
  });
  const first = await project.exec("npm-12", ["install"]);
  expect(first.code, first.stderr).toBe(0);
  const lockfile = join(project.folder, "package-lock.json");
  const before = await readFile(lockfile, "utf8");
  await cp(lockfile, join(project.root, "package-lock.json"));

  // A repository that the file declares would be made again.
  await project.configure("repository: team\n");
  await project.json(["delete-repository", "--repository", "shared"]);
  registry.setDown(true);
  const withLockfile = await reinstall();
  expect(withLockfile.code, withLockfile.stderr).toBe(0);
  expect(await readFile(lockfile, "utf8")).toBe(before);

  await rm(lockfile);
  const without = await reinstall();
  expect(without.code, without.stderr).toBe(0);
  expect(await readFile(lockfile, "utf8")).toBe(before);
});

async function reinstall() {
  await rm(join(project.folder, "node_modules"), { recursive: true });
  await project.clearClientCaches();
  return project.exec("npm-12", ["install"]);
}
