import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { workspaceRoot } from "../../scripts/workspace/project-files.ts";

/** The exit code of RUNTIME_UNSUPPORTED in docs/reference/errors.md. */
const UNSUPPORTED = 5;

/** Runs the command as if Node were of this version. */
const runOn = (
  version: string,
  args: readonly string[] = ["--version"],
): { readonly status: number | null; readonly stderr: string } => {
  const versions = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } })`;
  const preload = `data:text/javascript,${encodeURIComponent(versions)}`;
  const command = join(workspaceRoot, "packages", "cli", "bin", "headwater.js");
  return spawnSync(process.execPath, ["--import", preload, command, ...args], { encoding: "utf8" });
};

test.each(["18.20.0", "20.20.2", "22.22.1", "23.11.0", "24.14.9", "25.0.0"])(
  "Node %s is refused as a machine that cannot do it, with what to do",
  (version) => {
    const { status, stderr } = runOn(version);
    expect(status).toBe(UNSUPPORTED);
    expect(stderr).toMatch(/^error RUNTIME_UNSUPPORTED: .+\n {2}hint: .+\n$/);
    expect(stderr).toContain(`Headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${version}.\n`);
  },
);

test.each([["--json"], ["--output", "json"], ["--output=json"]])("with %s %s it is refused as JSON", (...args) => {
  const { status, stderr } = runOn("20.20.2", ["stats", ...args]);
  expect(status).toBe(UNSUPPORTED);
  expect(JSON.parse(stderr)).toEqual({
    error: {
      code: "RUNTIME_UNSUPPORTED",
      message: expect.stringContaining("this is Node 20.20.2") as string,
      hint: expect.stringContaining("Install one of these") as string,
    },
  });
  expect(runOn("20.20.2", ["exec", "--", "npm", "ls", "--json"]).stderr).toMatch(/^error RUNTIME_UNSUPPORTED: /);
});

test.each(["22.22.2", "22.23.0", "24.15.0", "24.21.0", "26.0.0", "27.1.0"])("Node %s is accepted", (version) => {
  expect(runOn(version).stderr).not.toContain("Headwater needs Node");
});
