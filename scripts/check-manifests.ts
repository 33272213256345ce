/** Every package's manifest has the same shape, depends only where imports may point, and pins what must not move. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type Finding, reportFindings } from "./workspace/finding.ts";
import {
  type Manifest,
  type WorkspacePackage,
  importDirections,
  readManifest,
  workspacePackages,
} from "./workspace/packages.ts";
import { workspaceRoot } from "./workspace/project-files.ts";

const sameEverywhere: Readonly<Record<string, unknown>> = {
  license: "MIT",
  type: "module",
  engines: { node: "^22.22.2 || ^24.15.0 || >=26" },
  exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
  scripts: { prepack: "echo 'Pack with: npm run pack' >&2 && exit 1" },
  devDependencies: undefined,
};

/** Versions that the code relies on to the letter. */
const pins: Readonly<Record<string, string>> = { "@keyv/sqlite": "6.0.0-beta.4" };

const rangesOf = (manifest: Manifest): readonly (readonly [name: string, range: string])[] =>
  [manifest.dependencies, manifest.peerDependencies, manifest.optionalDependencies, manifest.devDependencies].flatMap(
    (ranges) => Object.entries(ranges ?? {}),
  );

const shapeFaults = ({ path, manifest }: WorkspacePackage, root: string, version: string): readonly string[] => {
  const faults = Object.entries(sameEverywhere)
    .filter(([field, expected]) => !isDeepStrictEqual(manifest[field], expected))
    .map(([field, expected]) =>
      expected === undefined
        ? `"${field}" belongs in the workspace's package.json`
        : `"${field}" is ${JSON.stringify(manifest[field])}, not ${JSON.stringify(expected)}`,
    );
  if (manifest.version !== version) faults.push(`"version" is ${manifest.version}, the workspace's is ${version}`);
  if (typeof manifest["description"] !== "string" || manifest["description"] === "")
    faults.push(`"description" is missing`);
  const files = Array.isArray(manifest["files"]) ? manifest["files"].map(String) : [];
  if (!files.includes("dist")) faults.push(`"files" does not list dist`);
  for (const file of files) {
    if (file !== "dist" && !existsSync(join(root, path, file)))
      faults.push(`"files" lists ${file}, which does not exist`);
  }
  return faults;
};

const dependencyFaults = ({ manifest }: WorkspacePackage, version: string): readonly string[] => {
  const allowed = importDirections[manifest.name];
  if (allowed === undefined)
    return [`${manifest.name} has no import directions; give it some in scripts/workspace/packages.ts`];
  return rangesOf(manifest).flatMap(([name, range]) => {
    if (!(name in importDirections)) return [];
    if (!allowed.includes(name)) return [`depends on ${name}, against the import directions`];
    return range === version ? [] : [`depends on ${name} ${range}, not on exactly ${version}`];
  });
};

const pinFaults = (manifest: Manifest): readonly string[] =>
  rangesOf(manifest).flatMap(([name, range]) => {
    const pin = pins[name];
    if (pin !== undefined && range !== pin) return [`${name} is ${range}, not exactly ${pin}`];
    return /^[^\d]/.test(range) && /-[a-z]/.test(range) ? [`${name} is ${range}; a prerelease is pinned exactly`] : [];
  });

/** The same dependency with two ranges in two manifests. */
const rangeConflicts = (manifests: readonly (readonly [file: string, manifest: Manifest])[]): readonly Finding[] => {
  const first = new Map<string, { readonly file: string; readonly range: string }>();
  return manifests.flatMap(([file, manifest]) =>
    rangesOf(manifest).flatMap(([name, range]): Finding[] => {
      const seen = first.get(name);
      if (seen === undefined) first.set(name, { file, range });
      if (seen === undefined || seen.range === range) return [];
      return [{ file, message: `${name} is ${range} here and ${seen.range} in ${seen.file}` }];
    }),
  );
};

export const checkManifests = (root: string): readonly Finding[] => {
  const workspace = readManifest(join(root, "package.json"));
  const packages = workspacePackages(root);
  const faults = packages.flatMap((one) =>
    [
      ...shapeFaults(one, root, workspace.version),
      ...dependencyFaults(one, workspace.version),
      ...pinFaults(one.manifest),
    ].map((message): Finding => ({ file: `${one.path}/package.json`, message })),
  );
  const manifests = packages.map(({ path, manifest }) => [`${path}/package.json`, manifest] as const);
  return [...faults, ...rangeConflicts([["package.json", workspace], ...manifests])];
};

if (import.meta.main) reportFindings("manifests", checkManifests(workspaceRoot));
