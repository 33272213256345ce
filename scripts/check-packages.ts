/** The published packages as a consumer sees them: publint on the staged folder, and for libraries attw on the tarball. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { packPackage } from "./packaging/pack-package.ts";
import { publishedPackages } from "./packaging/published-packages.ts";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import { workspaceRoot } from "./workspace/project-files.ts";

/** What the tool printed if it found something wrong. */
const complaint = (tool: string, args: readonly string[]): string | undefined => {
  const command = join(workspaceRoot, "node_modules", ".bin", tool);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: workspaceRoot,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  return status === 0 ? undefined : `${tool} says:\n${stdout}${stderr}`;
};

const findings = publishedPackages(workspaceRoot).flatMap(({ folder, kind }): readonly Finding[] => {
  const stage = join(workspaceRoot, "dist", "packages", folder);
  const tarball = packPackage(workspaceRoot, stage);
  const complaints = [
    complaint("publint", ["run", stage, "--strict", "--pack", "false"]),
    kind === "library" ? complaint("attw", [tarball, "--profile", "esm-only", "--no-emoji"]) : undefined,
  ];
  return complaints.flatMap((message) =>
    message === undefined ? [] : [{ file: `packages/${folder}/package.json`, message }],
  );
});

reportFindings("published packages", findings);
