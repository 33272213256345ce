import type { ListedRecord, ReferenceStore } from "../ports/reference-store.ts";
import type { ListPackageVersionsInput, PackageVersionList, PackageVersionSummary } from "./descriptions.ts";
import { listAll } from "./list-all.ts";
import { pageOf } from "./page-token.ts";
import { requirePackage } from "./stored-package.ts";

/**
 * The versions of a package that a repository stores, in every status unless one is asked for (L8).
 * Proven in test/use-cases/list-packages.test.ts
 *
 * @see Resolver.listPackageVersions
 */
export async function listPackageVersions(
  references: ReferenceStore,
  { repository, package: coordinate, status, sortBy, originType, ...page }: ListPackageVersionsInput,
): Promise<PackageVersionList> {
  const { tags } = await requirePackage(references, repository, coordinate);
  const all = await listAll(references, { type: "reference", repository, package: coordinate });
  const matching = all
    .filter(({ value }) => status === undefined || value.status === status)
    .filter(({ value }) => originType === undefined || value.origin.originType === originType);
  const idOf = ({ key, value }: ListedRecord<"reference">): string =>
    sortBy === "PUBLISHED_TIME"
      ? `${newestFirst(value.publishedTime)} ${key.coordinate.version}`
      : key.coordinate.version;
  const { items, ...next } = pageOf(matching, idOf, page, 50);
  const display = defaultDisplayVersion(all, tags);
  return {
    items: items.map(summarizeVersion),
    ...next,
    ...(display === undefined ? {} : { defaultDisplayVersion: display }),
  };
}

/** The version shown for a package (L10): that of the repository's own `latest`, else the most recently published; none while nothing is Published. */
function defaultDisplayVersion(
  all: readonly ListedRecord<"reference">[],
  tags: Readonly<Record<string, string>>,
): string | undefined {
  const published = all.filter(({ value }) => value.status === "Published");
  const tagged = published.find(({ key }) => key.coordinate.version === tags["latest"]);
  const newest = published.toSorted((a, b) => b.value.publishedTime - a.value.publishedTime)[0];
  return (tagged ?? newest)?.key.coordinate.version;
}

/** A text that sorts later times first. */
const newestFirst = (time: number): string => String(Number.MAX_SAFE_INTEGER - Math.trunc(time)).padStart(16, "0");

const summarizeVersion = ({ key, value }: ListedRecord<"reference">): PackageVersionSummary => ({
  version: key.coordinate.version,
  revision: value.revision,
  status: value.status,
  origin: value.origin,
});
