import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Manifest, type WorkspacePackage, workspacePackages } from "../workspace/packages.ts";
import { programEntries } from "./program-entries.ts";
import type { PublishedPackage } from "./published-packages.ts";

const own = { "./package.json": "./package.json" };

/**
 * The manifest as it is published: entries point at `dist`, and what only the checkout needs is gone. A program's
 * dependencies are in its bundle, with what they load by `#name`.
 */
export const publishedManifest = (
  { folder, manifest, kind }: PublishedPackage,
  packages: readonly WorkspacePackage[],
): Readonly<Record<string, unknown>> => {
  const { scripts: _scripts, devDependencies: _devDependencies, dependencies, imports, ...kept }: Manifest = manifest;
  if (kind === "program") {
    const bundled = [...programEntries(packages, folder)].map(([name]) => [`#${name}`, `./dist/${name}.js`]);
    return { ...kept, imports: Object.fromEntries(bundled), exports: own };
  }
  const compiled = Object.entries(imports ?? {}).map(([name, file]) => [name, compiledFile(file)]);
  return {
    ...kept,
    ...(compiled.length === 0 ? {} : { imports: Object.fromEntries(compiled) }),
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, ...own },
    dependencies,
  };
};

const compiledFile = (source: string): string => source.replace(/^\.\/src\//, "./dist/").replace(/\.ts$/, ".js");

/** Fills `dist/packages/<folder>` with what is published of one package, and answers that folder. Built files must be there. */
export const stagePackage = (root: string, one: PublishedPackage): string => {
  const stage = join(root, "dist", "packages", one.folder);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  const built =
    one.kind === "program" ? join(root, one.path, "dist") : join(root, "dist", "libraries", one.folder, "src");
  cpSync(built, join(stage, "dist"), { recursive: true });
  if (one.kind === "library") stageDeclarations(join(root, one.path, "src"), join(stage, "dist"));
  const listed = Array.isArray(one.manifest["files"]) ? one.manifest["files"].map(String) : [];
  for (const file of listed.filter((name) => name !== "dist")) {
    cpSync(join(root, one.path, file), join(stage, file), { recursive: true });
  }
  // A package without a README of its own is described by the project's.
  const readme = [join(root, one.path, "README.md"), join(root, "README.md")].find((file) => existsSync(file));
  if (readme !== undefined) cpSync(readme, join(stage, "README.md"));
  cpSync(join(root, "LICENSE"), join(stage, "LICENSE"));
  writeFileSync(
    join(stage, "package.json"),
    `${JSON.stringify(publishedManifest(one, workspacePackages(root)), null, 2)}\n`,
  );
  return stage;
};

/** Types of libraries that carry none: the compiler leaves them where they are, and whoever imports ours needs them too. */
const stageDeclarations = (source: string, built: string): void => {
  const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".d.ts"));
  for (const file of files) cpSync(join(source, file), join(built, file));
  const references = files.map((file) => `/// <reference path="./${file.replaceAll("\\", "/")}" />\n`).join("");
  const index = join(built, "index.d.ts");
  writeFileSync(index, references + readFileSync(index, "utf8"));
};
