import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { readManifest } from "../../scripts/workspace/packages.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { startRecordedRegistry } from "../kit/recorded-registry.ts";
import { clientEnvironment, runClient } from "../kit/run-client.ts";
import { runCommand } from "../kit/run-command.ts";
import { clientBins, testNodePath } from "../kit/test-client.ts";

vi.setConfig({ testTimeout: 180_000 });

const { version } = readManifest(join(workspaceRoot, "package.json"));
const tarball = join(workspaceRoot, "dist", `headwater-${version}.tgz`);

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

const configuration = (registry: string): string => `domain: acme
owner: "111122223333"
externalConnections:
  public:npmjs: { url: "${registry}" }
repositories:
  team: { upstreams: [npm-store] }
  npm-store: { externalConnection: "public:npmjs" }
repository: team
`;

/** What `grep -ra` would find, in names and in bytes. Throws when there is no store to look through. */
async function filesThatContain(folder: string, text: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(50);
  const found: string[] = [];
  for (const file of files) if (file.includes(`/${text}`) || (await readFile(file)).includes(text)) found.push(file);
  return found;
}

beforeAll(async () => {
  const built = await runCommand({
    command: "npm",
    args: ["run", "pack"],
    cwd: workspaceRoot,
    env: inheritedEnvironment(),
  });
  if (built.code !== 0) throw new Error(`npm run pack failed\n${built.stdout}${built.stderr}`);
}, 120_000);

describe.each([
  ["Node 22", () => testNodePath("node-22")],
  ["the workspace's Node", () => process.execPath],
  ["Node 26", () => testNodePath("node-26")],
])("on %s", (_name, findNode) => {
  test.each(["npm-11", "npm-12"] as const)(
    "%s installs the packed headwater into an empty folder, with no network and no compiler, and it runs",
    async (client) => {
      const nodePath = findNode();
      const folder = mkdtempSync(join(tmpdir(), "headwater-packed-"));
      onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
      // Nothing but Node is on PATH.
      const env = { PATH: dirname(nodePath), npm_config_offline: "true" };
      const installed = await runClient({
        client,
        home: join(folder, "home"),
        cwd: folder,
        nodePath,
        env,
        args: ["install", tarball],
      });
      expect(installed, installed.stderr).toMatchObject({ code: 0 });
      expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["headwater"]);

      const command = join(folder, "node_modules", "headwater", "bin", "headwater.js");
      const ran = await runCommand({
        command: nodePath,
        args: [command, "--version"],
        cwd: folder,
        env: { HOME: join(folder, "home") },
      });
      expect(ran).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
      expect(existsSync(join(folder, "node_modules", "headwater", "src"))).toBe(false);

      const registry = await startRecordedRegistry();
      onTestFinished(() => registry.close());
      const project = join(folder, "project");
      mkdirSync(project);
      writeFileSync(join(project, "package.json"), '{"name":"app","version":"1.0.0"}\n');
      writeFileSync(join(project, "headwater.yml"), configuration(registry.url));
      const express = await runCommand({
        command: nodePath,
        args: [command, "exec", "--", Object.keys(clientBins(client))[0] ?? client, "install", "express"],
        cwd: project,
        env: clientEnvironment({ client, home: join(folder, "home"), nodePath }),
      });
      expect(express, express.stderr).toMatchObject({ code: 0, stderr: "" });
      expect(existsSync(join(project, "node_modules", "express", "package.json"))).toBe(true);
      expect(await filesThatContain(join(project, ".headwater"), "express")).toEqual([]);
    },
  );
});
