import { servesFormat } from "../external-connection/connections.ts";
import { type PackageCoordinate, type PackageFormat, displayName, packagePath } from "../names/coordinate.ts";
import { comesFromUpstream } from "../package/format-traits.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { ReferenceStore, Stamp, Stored } from "../ports/reference-store.ts";
import type { Repository } from "../repository/repository.ts";
import { type SearchOrder, searchOrder } from "../repository/search-order.ts";
import { MAX_SEARCHED_UPSTREAMS } from "../repository/upstream-limits.ts";
import { loadReachable, requireRepository } from "./load-repositories.ts";
import type { Notice } from "./notice.ts";

/** The repositories that one request for a package searches, in order. */
export interface Walk {
  readonly requested: Repository;
  /** The requested repository first; ends at the first one whose upstream control blocks the package (S7). It alone for a format that never comes from upstream (Q7). */
  readonly repositories: readonly WalkedRepository[];
  readonly notices: readonly Notice[];
}

export interface WalkedRepository {
  readonly repository: Repository;
  /** What it keeps of the package, when it knows it. */
  readonly record?: PackageRecord;
  /** The stamp of `record`. */
  readonly stamp?: Stamp;
  /** `upstream=BLOCK`: nothing beyond this repository is searched, its own external connection included (S7, L5). */
  readonly blocksUpstream: boolean;
}

/**
 * @param known what `loadReachable` gave for the repository, when many packages are walked at once
 * @throws REPOSITORY_NOT_FOUND
 */
export async function planWalk(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
  known?: ReadonlyMap<string, Stored<Repository>>,
): Promise<Walk> {
  const plan = await planWalks(references, repository, [coordinate], known);
  return plan(coordinate);
}

/**
 * The walks for many packages, from one reading of the store: a function that gives the walk for each of them.
 * @throws REPOSITORY_NOT_FOUND
 */
export async function planWalks(
  references: ReferenceStore,
  repository: string,
  coordinates: readonly PackageCoordinate[],
  known?: ReadonlyMap<string, Stored<Repository>>,
): Promise<(coordinate: PackageCoordinate) => Walk> {
  const reachable = known ?? (await loadReachable(references, [repository]));
  const requested = reachable.get(repository)?.value ?? (await requireRepository(references, repository)).value;
  const order = searchOrder(repository, new Map([...reachable].map(([name, stored]) => [name, stored.value])));
  const packages = new Map(coordinates.map((each) => [packagePath(each), each]));
  const read = await references.getMany(
    [...packages.values()].flatMap((coordinate) =>
      order.repositories.map((each) => ({ type: "package", repository: each.name, package: coordinate }) as const),
    ),
  );
  const width = order.repositories.length;
  const records = new Map(
    [...packages.keys()].map((path, index) => [path, read.slice(index * width, (index + 1) * width)]),
  );
  return (coordinate) => walkOf(requested, order, coordinate, records.get(packagePath(coordinate)) ?? []);
}

function walkOf(
  requested: Repository,
  order: SearchOrder,
  coordinate: PackageCoordinate,
  records: readonly (Stored<PackageRecord> | undefined)[],
): Walk {
  const searched = comesFromUpstream(coordinate.format) ? order.repositories : [requested];
  const all = searched.map((each, index): WalkedRepository => {
    const stored = records[index];
    if (stored === undefined) return { repository: each, blocksUpstream: false };
    const { value: record, stamp } = stored;
    return { repository: each, record, stamp, blocksUpstream: record.originControls.upstream === "BLOCK" };
  });
  const blocking = all.findIndex((each) => each.blocksUpstream);
  const repositories = blocking === -1 ? all : all.slice(0, blocking + 1);
  const notices: Notice[] = [];
  if (order.truncated && blocking === -1 && searched.length > 1) {
    notices.push({
      code: "SEARCH_LIMIT_REACHED",
      message: `${requested.name}: more than ${MAX_SEARCHED_UPSTREAMS} upstream repositories are reachable; the search for ${displayName(coordinate)} ended at the ${MAX_SEARCHED_UPSTREAMS}th.`,
    });
  }
  return { requested, repositories, notices };
}

/** The repositories of a walk that have an external connection of the format which the walk may use, in order (E4, S6). */
export function connectedRepositories(
  walk: Walk,
  format: PackageFormat,
): readonly { readonly repository: string; readonly connection: string }[] {
  return walk.repositories.flatMap(({ repository: { name, externalConnection: connection }, blocksUpstream }) =>
    blocksUpstream || connection === undefined || !servesFormat(connection, format)
      ? []
      : [{ repository: name, connection }],
  );
}
