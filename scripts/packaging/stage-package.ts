import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../workspace/packages.ts";
import type { PublishedPackage } from "./published-packages.ts";

const own = { "./package.json": "./package.json" };

/**
 * The manifest as it is published: entries point at `dist`, and what only the checkout needs is gone. A program's
 * dependencies are in its bundle.
 */
export const publishedManifest = ({ manifest, kind }: PublishedPackage): Readonly<Record<string, unknown>> => {
  const { scripts: _scripts, devDependencies: _devDependencies, dependencies, ...kept }: Manifest = manifest;
  return kind === "program"
    ? { ...kept, imports: { "#main": "./dist/main.js" }, exports: own }
    : { ...kept, exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, ...own }, dependencies };
};

/** Fills `dist/packages/<folder>` with what is published of one package, and answers that folder. Built files must be there. */
export const stagePackage = (root: string, one: PublishedPackage): string => {
  const stage = join(root, "dist", "packages", one.folder);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const built =
    one.kind === "program" ? join(root, one.path, "dist") : join(root, "dist", "libraries", one.folder, "src");
  cpSync(built, join(stage, "dist"), { recursive: true });
  const listed = Array.isArray(one.manifest["files"]) ? one.manifest["files"].map(String) : [];
  for (const file of listed.filter((name) => name !== "dist")) {
    cpSync(join(root, one.path, file), join(stage, file), { recursive: true });
  }
  // A package without a README of its own is described by the project's.
  const readme = [join(root, one.path, "README.md"), join(root, "README.md")].find((file) => existsSync(file));
  if (readme !== undefined) cpSync(readme, join(stage, "README.md"));
  cpSync(join(root, "LICENSE"), join(stage, "LICENSE"));
  writeFileSync(join(stage, "package.json"), `${JSON.stringify(publishedManifest(one), null, 2)}\n`);
  return stage;
};
