/** `headwater exec -- yarn …` in a project that has the plugin. */
import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { yarnPluginFile } from "../../scripts/packaging/build-yarn-plugin.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { type HeadwaterProject, createHeadwaterProject } from "../kit/headwater-project.ts";
import { type RecordedRegistry, startRecordedRegistry } from "../kit/recorded-registry.ts";
import { runClient } from "../kit/run-client.ts";

let registry: RecordedRegistry;
let project: HeadwaterProject;

beforeAll(async () => {
  registry = await startRecordedRegistry();
  project = await createHeadwaterProject({
    registry: registry.url,
    files: { "package.json": '{ "name": "app", "version": "1.0.0" }', "yarn.lock": "" },
  });
  const { folder: cwd, home } = project;
  const args = ["plugin", "import", join(workspaceRoot, yarnPluginFile)];
  const imported = await runClient({ client: "yarn-4", home, cwd, args });
  if (imported.code !== 0) throw new Error(imported.stdout);
  await project.json(["create-repository", "--repository", "release", "--upstreams", "npm-store"]);
});
afterAll(async () => {
  await project.close();
  await registry.close();
});

test("the run is exec's alone: what is installed is retained in the repository that it names, and nowhere else (K1, K3)", async () => {
  const { code, stdout, stderr } = await project.exec("yarn-4", ["add", "is-odd@3.0.1"], { repository: "release" });
  expect(code, `${stdout}\n${stderr}`).toBe(0);
  expect(await project.held("release")).toEqual(["is-number@6.0.0", "is-odd@3.0.1"]);
  expect(await project.held("npm-store")).toEqual(["is-number@6.0.0", "is-odd@3.0.1"]);
  expect(await project.held("team")).toEqual([]);
});

test("a key that only exec may see is not missed", async () => {
  const keyFile = join(project.home, ".config", "headwater", "keys", project.domain);
  const HEADWATER_KEY = (await readFile(keyFile, "utf8")).trim();
  await rename(keyFile, `${keyFile}.away`);
  const { code, stdout } = await project.exec("yarn-4", ["add", "minimist@1.2.8"], { env: { HEADWATER_KEY } });
  await rename(`${keyFile}.away`, keyFile);
  expect(code, stdout).toBe(0);
  expect(await project.held("team")).toEqual(["is-number@6.0.0", "is-odd@3.0.1", "minimist@1.2.8"]);
});
