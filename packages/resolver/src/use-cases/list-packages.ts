import { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageCoordinate } from "../names/coordinate.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { ListedRecord, ReferenceStore } from "../ports/reference-store.ts";
import type { ListPackagesInput, PackageSummary, Page } from "./descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import { makePageToken, pageSize, readPageToken } from "./page-token.ts";

/** The packages that a repository stores, those without versions among them (L13). @see Resolver.listPackages */
export async function listPackages(
  references: ReferenceStore,
  input: ListPackagesInput,
): Promise<Page<PackageSummary>> {
  checkFilter(input);
  const { repository, format } = input;
  await requireRepository(references, repository);
  const size = pageSize(input, 100);
  const items: PackageSummary[] = [];
  let after = readPageToken(input.nextToken);
  for (;;) {
    const page = await references.list(
      { type: "package", repository, ...(format === undefined ? {} : { format }) },
      { limit: size - items.length, ...(after === undefined ? {} : { after }) },
    );
    const matching = page.records.filter((record) => matches(record, input));
    items.push(...matching.map(({ key, value }) => summarizePackage(key.package, value)));
    after = page.next;
    if (after === undefined) return { items };
    if (items.length >= size) return { items, nextToken: makePageToken(after) };
  }
}

function checkFilter({ format, namespace, packagePrefix }: ListPackagesInput): void {
  if (namespace === undefined || format !== undefined || packagePrefix !== undefined) return;
  throw new HeadwaterError("INVALID_ARGUMENT", "A namespace alone does not select packages.", {
    hint: "Add a format or a package prefix.",
    details: { rule: "L11", namespace },
  });
}

function matches({ key, value }: ListedRecord<"package">, filter: ListPackagesInput): boolean {
  const { namespace, packagePrefix, publish, upstream } = filter;
  const { originControls } = value;
  if (namespace !== undefined && key.package.namespace?.startsWith(namespace) !== true) return false;
  if (publish !== undefined && originControls.publish !== publish) return false;
  if (upstream !== undefined && originControls.upstream !== upstream) return false;
  return packagePrefix === undefined || key.package.name.startsWith(packagePrefix);
}

/** A package as lists and DeletePackage answer it: its name under `package`. */
export function summarizePackage(
  { format, namespace, name }: PackageCoordinate,
  { originControls }: Pick<PackageRecord, "originControls">,
): PackageSummary {
  return {
    format,
    ...(namespace === undefined ? {} : { namespace }),
    package: name,
    originConfiguration: { restrictions: originControls },
  };
}
