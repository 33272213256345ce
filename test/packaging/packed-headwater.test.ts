import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { readManifest } from "../../scripts/workspace/packages.ts";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";
import { runClient } from "../kit/run-client.ts";
import { runCommand } from "../kit/run-command.ts";
import { testNodePath } from "../kit/test-client.ts";

const { version } = readManifest(join(workspaceRoot, "package.json"));
const tarball = join(workspaceRoot, "dist", `headwater-${version}.tgz`);

const inheritedEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

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
    },
  );
});
