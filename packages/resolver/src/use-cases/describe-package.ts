import type { PackageCoordinate } from "../names/coordinate.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import type { PackageDescription } from "./descriptions.ts";
import { summarizePackage } from "./list-packages.ts";
import { requirePackage } from "./stored-package.ts";

/** @see Resolver.describePackage */
export async function describePackage(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<PackageDescription> {
  const record = await requirePackage(references, repository, coordinate);
  const { package: name, ...summary } = summarizePackage(coordinate, record);
  return { ...summary, name };
}
