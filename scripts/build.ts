/** `npm run build`: compiles and bundles what is published, and stages each package in `dist/packages/`. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildLibraries } from "./packaging/build-libraries.ts";
import { buildProgram } from "./packaging/build-program.ts";
import { publishedPackages } from "./packaging/published-packages.ts";
import { stagePackage } from "./packaging/stage-package.ts";
import { workspaceRoot } from "./workspace/project-files.ts";

rmSync(join(workspaceRoot, "dist"), { recursive: true, force: true });
if (buildLibraries(workspaceRoot)) {
  await buildProgram(workspaceRoot);
  for (const one of publishedPackages(workspaceRoot)) stagePackage(workspaceRoot, one);
} else {
  console.log("build: the libraries do not compile");
  process.exitCode = 1;
}
