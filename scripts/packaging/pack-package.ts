import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { readManifest } from "../workspace/packages.ts";

/** Packs a staged folder into `dist/<name>-<version>.tgz` and answers the tarball's path. */
export const packPackage = (root: string, stage: string): string => {
  const { name, version } = readManifest(join(stage, "package.json"));
  const destination = join(root, "dist");
  execFileSync("npm", ["pack", "--silent", "--pack-destination", destination], {
    cwd: stage,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  return join(destination, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
};
