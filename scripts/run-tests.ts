/**
 * `npm test [-- vitest's arguments]`: installs the test clients, bundles the Yarn plugin, runs vitest, and prints as the last line what the
 * runner's own report counts. `npm run drill` adds `--full-drills`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { workspaceRoot } from "./workspace/project-files.ts";
import { countLine } from "./workspace/test-counts.ts";

const run = (script: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): boolean => {
  const { status, error } = spawnSync(process.execPath, [join(workspaceRoot, script), ...args], {
    cwd: workspaceRoot,
    env,
    stdio: "inherit",
  });
  if (error !== undefined) throw error;
  return status === 0;
};

const runVitest = (
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly passed: boolean; readonly count: string } => {
  const folder = mkdtempSync(join(tmpdir(), "headwater-test-report-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const passed = run("node_modules/vitest/vitest.mjs", ["run", ...reporters, ...args], env);
    if (existsSync(report)) return { passed, count: countLine(readFileSync(report, "utf8")) };
    return { passed: false, count: "The test runner wrote no report.\n0 passed, 0 failed" };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const args = process.argv.slice(2);
const full = args.includes("--full-drills");
const env = full ? { ...process.env, HEADWATER_DRILL: "full" } : process.env;
if (run("scripts/install-test-clients.ts", []) && run("scripts/build-yarn-plugin.ts", [])) {
  const { passed, count } = runVitest(
    args.filter((argument) => argument !== "--full-drills"),
    env,
  );
  console.log(count);
  process.exitCode = passed ? 0 : 1;
} else {
  console.log("The test clients or the Yarn plugin could not be made, so no test ran.\n0 passed, 0 failed");
  process.exitCode = 1;
}
