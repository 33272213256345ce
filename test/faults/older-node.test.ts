import { spawnSync } from "node:child_process";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { headwaterBin } from "./fault-project.ts";

/** The machine's own Node, where it is older than those that Headwater runs on. */
const older = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin"]
  .filter((folder) => folder !== "" && !folder.includes("node_modules"))
  .map((folder) => join(folder, "node"))
  .map((node) => ({ node, version: spawnSync(node, ["--version"], { encoding: "utf8" }).stdout?.trim().slice(1) }))
  .find(({ version }) => version !== undefined && Number.parseInt(version, 10) < 22);

test.skipIf(older === undefined)(
  "a user's older Node is told which Nodes there are, with exit code 5 (skipped where this machine has none)",
  () => {
    const { node = "", version = "" } = older ?? {};
    for (const args of [["stats"], ["exec", "--", "npm", "install"], ["--help"], []]) {
      const { status, stdout, stderr } = spawnSync(node, [headwaterBin, ...args], { encoding: "utf8", env: {} });
      expect({ status, stdout }).toEqual({ status: 5, stdout: "" });
      expect(stderr).toContain(
        `error RUNTIME_UNSUPPORTED: Headwater needs Node ^22.22.2, ^24.15.0 or >=26, and this is Node ${version}.\n`,
      );
    }
  },
);
