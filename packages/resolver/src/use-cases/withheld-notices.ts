import { type PackageCoordinate, displayName, packageOf } from "../names/coordinate.ts";
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

/** Those that hold a version which no searched repository holds. */
async function repositoriesWithMore(
  { references }: Ports,
  walk: Walk,
  kept: KeptOut,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const places: string[] = [];
  let searched: ReadonlySet<string> | undefined;
  for (const repository of kept.repositories) {
    const { records } = await references.list({ type: "reference", repository, package: coordinate }, { limit: 1 });
    if (records.length === 0) continue;
    searched ??= new Set(
      (
        await Promise.all(walk.repositories.map((each) => versionsIn(references, each.repository.name, coordinate)))
      ).flat(),
    );
    const held = await versionsIn(references, repository, coordinate);
    if (held.some((version) => searched?.has(version) !== true)) places.push(repository);
  }
  return places;
}

async function versionsIn(
  references: ReferenceStore,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const records = await listAll(references, { type: "reference", repository, package: coordinate });
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
