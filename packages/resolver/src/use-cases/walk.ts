import { servesFormat } from "../external-connection/connections.ts";
import { type PackageCoordinate, type PackageFormat, displayName, packagePath } from "../names/coordinate.ts";
import { type Obstacle, findObstacle } from "../package-group/admit-version.ts";
import { comesFromUpstream } from "../package/format-traits.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { KeyOf, ReferenceStore, Stamp, Stored } from "../ports/reference-store.ts";
import type { Repository } from "../repository/repository.ts";
import { type SearchOrder, searchOrder } from "../repository/search-order.ts";
import { MAX_SEARCHED_UPSTREAMS } from "../repository/upstream-limits.ts";
import { type Admission, admissionBy } from "./admission.ts";
import { obstacleText } from "./entry-refused.ts";
import { GROUPS_MARK, groupsAt } from "./load-groups.ts";
import { loadReachable, requireRepository } from "./load-repositories.ts";
import type { Notice } from "./notice.ts";

/**
 * The repositories that one request for a package searches, in order, and the connections that it may use: only such that what
 * is found there may enter the requested repository (Table 5). So whatever a walk finds may also be kept.
 */
export interface Walk {
  readonly requested: Repository;
  /**
   * The requested repository first; ends at the first one whose upstream control blocks the package (S7), and at the requested
   * one when the package's group lets nothing enter it from other repositories. It alone for a format that never comes from
   * upstream (Q7).
   */
  readonly repositories: readonly WalkedRepository[];
  readonly notices: readonly Notice[];
  /** What origin controls keep from being searched. */
  readonly keptOut: readonly KeptOut[];
  readonly admission: Admission;
}

export interface WalkedRepository {
  readonly repository: Repository;
  /** What it keeps of the package, when it knows it. */
  readonly record?: PackageRecord;
  /** The stamp of `record`. */
  readonly stamp?: Stamp;
  /** `upstream=BLOCK`: nothing beyond this repository is searched, its own external connection included (S7, L5). */
  readonly blocksUpstream: boolean;
  /** Why nothing may enter through its own connection, by the word of the package's group. */
  readonly connectionObstacle?: Obstacle;
}

/** Repositories and connections on the way that are left out, and why. */
export interface KeptOut {
  /** Whose controls, or whose place in a group's restriction, is in the way. */
  readonly repository: string;
  readonly obstacle: Obstacle;
  readonly repositories: readonly string[];
  readonly connections: readonly string[];
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
  const [mark, ...read] = await references.getMany<KeyOf<"groups"> | KeyOf<"package">>([
    GROUPS_MARK,
    ...[...packages.values()].flatMap((coordinate) =>
      order.repositories.map((each) => ({ type: "package", repository: each.name, package: coordinate }) as const),
    ),
  ]);
  const admission = admissionBy(await groupsAt(references, mark?.stamp));
  // All keys but the first are of packages.
  const found = read as readonly (Stored<PackageRecord> | undefined)[];
  const width = order.repositories.length;
  const records = new Map(
    [...packages.keys()].map((path, index) => [path, found.slice(index * width, (index + 1) * width)]),
  );
  return (coordinate) =>
    walkOf({ requested, order, admission }, coordinate, records.get(packagePath(coordinate)) ?? []);
}

function walkOf(
  {
    requested,
    order,
    admission,
  }: { readonly requested: Repository; readonly order: SearchOrder; readonly admission: Admission },
  coordinate: PackageCoordinate,
  records: readonly (Stored<PackageRecord> | undefined)[],
): Walk {
  const searched = comesFromUpstream(coordinate.format) ? order.repositories : [requested];
  const verdict = admission.verdict(coordinate);
  const all = searched.map((each, index): WalkedRepository => {
    const stored = records[index];
    const connectionObstacle =
      each.externalConnection === undefined ? undefined : findObstacle("ingested", each.name, undefined, verdict);
    return {
      repository: each,
      ...(stored === undefined ? {} : { record: stored.value, stamp: stored.stamp }),
      blocksUpstream: stored?.value.originControls.upstream === "BLOCK",
      ...(connectionObstacle === undefined ? {} : { connectionObstacle }),
    };
  });
  const end = endOfWalk(all, findObstacle("retained", requested.name, undefined, verdict));
  const repositories = end === undefined ? all : all.slice(0, end.index + 1);
  const notices: Notice[] = [];
  if (order.truncated && end === undefined && searched.length > 1) {
    notices.push({
      code: "SEARCH_LIMIT_REACHED",
      message: `${requested.name}: more than ${MAX_SEARCHED_UPSTREAMS} upstream repositories are reachable; the search for ${displayName(coordinate)} ended at the ${MAX_SEARCHED_UPSTREAMS}th.`,
    });
  }
  const keptOut = [...keptBehind(all, end, coordinate.format), ...keptConnections(repositories, coordinate.format)];
  return { requested, repositories, notices, keptOut, admission };
}

interface EndOfWalk {
  /** Of the last repository that is searched. */
  readonly index: number;
  readonly obstacle: Obstacle;
}

/** Where the controls of a package, or its group, end the walk; `undefined` when it goes on to its end. */
function endOfWalk(all: readonly WalkedRepository[], retainObstacle: Obstacle | undefined): EndOfWalk | undefined {
  const index = all.findIndex((each) => each.blocksUpstream);
  if (index > 0 && retainObstacle === undefined) return { index, obstacle: S7 };
  if (index === 0) return { index, obstacle: retainObstacle?.type === "look-alike" ? retainObstacle : S7 };
  return retainObstacle === undefined ? undefined : { index: 0, obstacle: retainObstacle };
}

const S7: Obstacle = { type: "package", rule: "S7", control: "upstream" };

/** What lies behind the end of the walk; with `upstream=BLOCK` also the last repository's own connection. */
function keptBehind(
  all: readonly WalkedRepository[],
  end: EndOfWalk | undefined,
  format: PackageFormat,
): readonly KeptOut[] {
  const last = end === undefined ? undefined : all[end.index];
  if (end === undefined || last === undefined) return [];
  const behind = all.slice(end.index + 1);
  const repositories = behind.map(({ repository: { name } }) => name);
  const connections = [...(last.blocksUpstream ? [last] : []), ...behind].flatMap((each) => connectionOf(each, format));
  if (repositories.length === 0 && connections.length === 0) return [];
  const unique = [...new Set(connections)];
  return [{ repository: last.repository.name, obstacle: end.obstacle, repositories, connections: unique }];
}

function keptConnections(walked: readonly WalkedRepository[], format: PackageFormat): readonly KeptOut[] {
  return walked.flatMap((each): readonly KeptOut[] => {
    const connections = connectionOf(each, format);
    if (each.connectionObstacle === undefined || each.blocksUpstream || connections.length === 0) return [];
    return [{ repository: each.repository.name, obstacle: each.connectionObstacle, repositories: [], connections }];
  });
}

const connectionOf = ({ repository: { externalConnection } }: WalkedRepository, format: PackageFormat) =>
  externalConnection !== undefined && servesFormat(externalConnection, format) ? [externalConnection] : [];

/**
 * The repositories of a walk that have an external connection of the format which the walk may use, in order (E4, S6).
 *
 * @param wanted `stored`: to fetch again the bytes of a version that is held, which is no new one (O2). Default `new`
 */
export function connectedRepositories(
  walk: Walk,
  format: PackageFormat,
  wanted: "new" | "stored" = "new",
): readonly { readonly repository: string; readonly connection: string }[] {
  return walk.repositories.flatMap((each) =>
    each.blocksUpstream || (wanted === "new" && each.connectionObstacle !== undefined)
      ? []
      : connectionOf(each, format).map((connection) => ({ repository: each.repository.name, connection })),
  );
}

/** Why a package that was not found may be there all the same: what was not searched; `undefined` when all was. */
export function keptOutText({ keptOut: [first] }: Walk): string | undefined {
  if (first === undefined) return undefined;
  const text = obstacleText(first.obstacle, first.repository);
  return `Not searched: ${[...first.repositories, ...first.connections].join(", ")}; ${text}.`;
}
