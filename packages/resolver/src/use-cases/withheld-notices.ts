import { type PackageCoordinate, displayName, packageOf, packagePath } from "../names/coordinate.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { obstacleText } from "./entry-refused.ts";
import { listAll } from "./list-all.ts";
import { externalKey } from "./load-external-package.ts";
import type { Notice } from "./notice.ts";
import type { KeptOut, Walk } from "./walk.ts";

type Ports = Pick<ResolverPorts, "references" | "connections">;

/**
 * Says what a list lacks because origin controls or package groups keep it out: only where the domain knows that there is
 * something. No public registry is asked, so that names of packages which must not come from there are not told to it.
 */
export async function withheldNotices(
  ports: Ports,
  walk: Walk,
  coordinate: PackageCoordinate,
): Promise<readonly Notice[]> {
  const notices: Notice[] = [];
  for (const kept of walk.keptOut) {
    const places = [
      ...(await repositoriesWithMore(ports, walk, kept, packageOf(coordinate))),
      ...(await connectionsThatHave(ports, kept, packageOf(coordinate))),
    ];
    if (places.length === 0) continue;
    notices.push({
      code: "VERSIONS_WITHHELD",
      message: `${walk.requested.name}: versions of ${displayName(coordinate)} in ${places.join(", ")} are withheld: ${obstacleText(kept.obstacle, kept.repository)}.`,
    });
  }
  return notices;
}

/** The most packages whose comparison is kept; the one used longest ago goes first. */
const KEPT_COMPARISONS = 1024;

interface Comparison {
  /** Of the references that were compared. */
  readonly fingerprint: string;
  readonly places: readonly string[];
}

const compared = new WeakMap<ReferenceStore, Map<string, Comparison>>();

/**
 * Those that hold a version which no searched repository holds. References are read only when any of them has changed, by
 * whichever process: a request for a package with many versions costs their fingerprint.
 */
async function repositoriesWithMore(
  { references }: Ports,
  walk: Walk,
  kept: KeptOut,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const holding: string[] = [];
  for (const repository of kept.repositories) {
    const { records } = await references.list(referencesIn(repository, coordinate), { limit: 1 });
    if (records.length > 0) holding.push(repository);
  }
  if (holding.length === 0) return [];
  const searched = walk.repositories.map((each) => each.repository.name);
  const name = JSON.stringify([packagePath(coordinate), searched, holding]);
  // Taken before the references are read: a write in between has them read anew by the next request.
  const fingerprint = await references.fingerprint(
    [...searched, ...holding].map((repository) => referencesIn(repository, coordinate)),
  );
  const comparisons = compared.get(references) ?? new Map<string, Comparison>();
  compared.set(references, comparisons);
  const last = comparisons.get(name);
  const places =
    last?.fingerprint === fingerprint ? last.places : await compare(references, searched, holding, coordinate);
  comparisons.delete(name);
  comparisons.set(name, { fingerprint, places });
  for (const oldest of comparisons.keys()) {
    if (comparisons.size <= KEPT_COMPARISONS) break;
    comparisons.delete(oldest);
  }
  return places;
}

async function compare(
  references: ReferenceStore,
  searched: readonly string[],
  holding: readonly string[],
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const all = await Promise.all(searched.map((repository) => versionsIn(references, repository, coordinate)));
  const found = new Set(all.flat());
  const places: string[] = [];
  for (const repository of holding) {
    const held = await versionsIn(references, repository, coordinate);
    if (held.some((version) => !found.has(version))) places.push(repository);
  }
  return places;
}

const referencesIn = (repository: string, coordinate: PackageCoordinate) =>
  ({ type: "reference", repository, package: coordinate }) as const;

async function versionsIn(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const records = await listAll(references, referencesIn(repository, coordinate));
  return records.map(({ key }) => key.coordinate.version);
}

/** Those whose registry is known to have the package. */
async function connectionsThatHave(
  { references, connections }: Ports,
  kept: KeptOut,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const configured = kept.connections.flatMap((name) => connections.get(name) ?? []);
  const known = await references.getMany(configured.map((connection) => externalKey(connection, coordinate)));
  return configured.filter((_, index) => known[index] !== undefined).map(({ name }) => name);
}
