/** `npm run pack`: the tarballs of all published packages in `dist/`. */
import { join, relative } from "node:path";
import { packPackage } from "./packaging/pack-package.ts";
import { publishedPackages } from "./packaging/published-packages.ts";
import { workspaceRoot } from "./workspace/project-files.ts";

for (const { folder } of publishedPackages(workspaceRoot)) {
  const tarball = packPackage(workspaceRoot, join(workspaceRoot, "dist", "packages", folder));
  console.log(relative(workspaceRoot, tarball));
}
