/** The package formats of the source model; the formats that this build serves are those `openDomain` wires. */
export const PACKAGE_FORMATS = ["npm", "pypi", "maven", "nuget", "generic", "ruby", "swift", "cargo"] as const;
export type PackageFormat = (typeof PACKAGE_FORMATS)[number];

/** What names a package within a domain. Made by a format's own name parser, trusted everywhere else. */
export interface PackageCoordinate {
  readonly format: PackageFormat;
  /** For npm the scope without `@`; absent when the package has none. */
  readonly namespace?: string;
  readonly name: string;
}

/** What names a package version within a domain. */
export interface PackageVersionCoordinate extends PackageCoordinate {
  readonly version: string;
}

/** `{format}/{namespace}/{name}`, the namespace empty when absent (PG1): the stable text form, for keys and maps. */
export function packagePath(coordinate: PackageCoordinate): string {
  return `${coordinate.format}/${coordinate.namespace ?? ""}/${coordinate.name}`;
}

/** {@link packagePath} followed by the version. */
export function packageVersionPath(coordinate: PackageVersionCoordinate): string {
  return `${packagePath(coordinate)}/${coordinate.version}`;
}

/** The package part alone of a package version's coordinate. */
export function packageOf(coordinate: PackageCoordinate): PackageCoordinate {
  const { format, namespace, name } = coordinate;
  return namespace === undefined ? { format, name } : { format, namespace, name };
}

/** How messages name a package: `@scope/name` or `name`. */
export function displayName(coordinate: PackageCoordinate): string {
  if (coordinate.namespace === undefined) return coordinate.name;
  return coordinate.format === "npm"
    ? `@${coordinate.namespace}/${coordinate.name}`
    : `${coordinate.namespace}/${coordinate.name}`;
}
