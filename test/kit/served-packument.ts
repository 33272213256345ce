import type { ServedManifest } from "./tarball-builder.ts";

export type ServedPackument = {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly "dist-tags": Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, ServedManifest>>;
  readonly time: Readonly<Record<string, string>>;
};

/** Where `dist.tarball` points: at the serving registry, nowhere (the field is left out), or below a base URL. */
export type TarballBase = "self" | "absent" | `http${string}`;

/** The file name of a version's tarball: `node-24.0.0.tgz` for `@types/node`. */
export const tarballFile = (name: string, version: string): string =>
  `${name.split("/").at(-1) ?? name}-${version}.tgz`;

const withTarball = (manifest: ServedManifest, base: string | undefined): ServedManifest => {
  const { tarball: _placeholder, ...dist } = manifest.dist;
  if (base === undefined) return { ...manifest, dist };
  const tarball = `${base}${manifest.name}/-/${tarballFile(manifest.name, manifest.version)}`;
  return { ...manifest, dist: { ...dist, tarball } };
};

/** Every version's `dist.tarball` below `base` (ends with `/`), or without the field when `base` is undefined. */
export const placeTarballs = (packument: ServedPackument, base: string | undefined): ServedPackument => ({
  ...packument,
  versions: Object.fromEntries(
    Object.entries(packument.versions).map(([version, manifest]) => [version, withTarball(manifest, base)]),
  ),
});

/** The manifest fields of the public registry's abbreviated form, `hasInstallScript` apart. */
const abbreviatedFields = [
  "name",
  "version",
  "deprecated",
  "dependencies",
  "optionalDependencies",
  "devDependencies",
  "bundleDependencies",
  "bundledDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "acceptDependencies",
  "bin",
  "directories",
  "dist",
  "engines",
  "cpu",
  "os",
  "libc",
  "funding",
  "_hasShrinkwrap",
  "hasInstallScript",
];

const hasInstallScript = (manifest: ServedManifest): boolean => {
  const scripts = (manifest["scripts"] ?? {}) as Record<string, unknown>;
  return ["preinstall", "install", "postinstall"].some((name) => name in scripts);
};

const abbreviateManifest = (manifest: ServedManifest): Record<string, unknown> => ({
  ...(hasInstallScript(manifest) ? { hasInstallScript: true } : {}),
  ...Object.fromEntries(abbreviatedFields.flatMap((field) => (field in manifest ? [[field, manifest[field]]] : []))),
});

/** When the packument last changed: `time.modified`, or the newest of its versions. */
export const modifiedTime = (packument: ServedPackument): string =>
  packument.time["modified"] ??
  Object.values(packument.time)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b))
    .at(-1) ??
  "2020-01-01T00:00:00.000Z";

/** The `application/vnd.npm.install-v1+json` form. */
export const abbreviate = (packument: ServedPackument): Record<string, unknown> => ({
  name: packument.name,
  modified: modifiedTime(packument),
  "dist-tags": packument["dist-tags"],
  versions: Object.fromEntries(
    Object.entries(packument.versions).map(([version, manifest]) => [version, abbreviateManifest(manifest)]),
  ),
});
