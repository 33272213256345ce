import { packagePath, packageVersionPath } from "../names/coordinate.ts";
import { needsRevision } from "../package-version/reference.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { listAll } from "./list-all.ts";
import type { Stats } from "./resolver.ts";

/** @see Resolver.stats */
export async function stats(references: ReferenceStore): Promise<Stats> {
  const sizes = new Map(
    (await listAll(references, { type: "revision" })).map(({ value }) => [
      value.id,
      sum(value.assets, (asset) => asset.size),
    ]),
  );
  const assets = await listAll(references, { type: "asset" });
  const names = (await listAll(references, { type: "repository" })).map(({ value }) => value.name).toSorted();
  const packages = new Set<string>();
  const versions = new Set<string>();
  const repositories = [];
  for (const repository of names) {
    const held = await listAll(references, { type: "reference", repository });
    const own = new Set(held.map(({ key }) => packagePath(key.coordinate)));
    for (const each of own) packages.add(each);
    for (const { key } of held) versions.add(packageVersionPath(key.coordinate));
    const bytesReferenced = sum(held, ({ value }) => (needsRevision(value) ? (sizes.get(value.revision) ?? 0) : 0));
    repositories.push({ repository, packages: own.size, references: held.length, bytesReferenced });
  }
  return {
    repositories,
    packages: packages.size,
    packageVersions: versions.size,
    references: sum(repositories, (each) => each.references),
    assets: assets.length,
    bytesStored: sum(assets, ({ value }) => value.size),
    bytesReferenced: sum(repositories, (each) => each.bytesReferenced),
  };
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
