import type { PackageCoordinate } from "@headwater/resolver";
import { npmName } from "./names.ts";
import { isNpmVersion } from "./versions.ts";

/** The one asset of an npm package version (A3). */
export const TARBALL_ASSET = "package.tgz";

/** Where npm's registry keeps a tarball, relative to the registry's URL: `{package}/-/{name}-{version}.tgz` (N6). */
export function conventionalTarballPath(coordinate: PackageCoordinate, version: string): string {
  return `${npmName(coordinate)}/-/${coordinate.name}-${version}.tgz`;
}

/** The version that a conventional tarball file name says, else `undefined`. */
export function versionOfTarballFile(coordinate: PackageCoordinate, file: string): string | undefined {
  const prefix = `${coordinate.name}-`;
  if (!file.startsWith(prefix) || !file.endsWith(".tgz")) return undefined;
  const version = file.slice(prefix.length, -".tgz".length);
  return isNpmVersion(version) ? version : undefined;
}

/**
 * Is this a path under which our own routes find a tarball of the package: `{package}/-/{any file}.tgz`? Old packages have
 * unconventional file names there, and lockfiles repeat them.
 */
export function isTarballPathOf(coordinate: PackageCoordinate, path: string): boolean {
  const prefix = `${npmName(coordinate)}/-/`;
  return path.startsWith(prefix) && /^[^/\\\s\u0000-\u001f%?#]+\.tgz$/.test(path.slice(prefix.length));
}
