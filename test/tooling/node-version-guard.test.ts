import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";

/** Runs the command as if Node were of this version. */
const runOn = (version: string): { readonly status: number | null; readonly stderr: string } => {
  const versions = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const preload = `data:text/javascript,${encodeURIComponent(versions)}`;
  const command = join(workspaceRoot, "packages", "cli", "bin", "headwater.js");
  return spawnSync(process.execPath, ["--import", preload, command, "--version"], { encoding: "utf8" });
};

test.each(["18.20.0", "20.20.2", "22.22.1", "23.11.0", "24.14.9", "25.0.0"])(
  "Node %s is refused in one line",
  (version) => {
    const { status, stderr } = runOn(version);
    expect(status).toBe(1);
    expect(stderr).toBe(`headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${version}.\n`);
  },
);

test.each(["22.22.2", "22.23.0", "24.15.0", "24.21.0", "26.0.0", "27.1.0"])("Node %s is accepted", (version) => {
  expect(runOn(version).stderr).not.toContain("headwater needs Node");
});
