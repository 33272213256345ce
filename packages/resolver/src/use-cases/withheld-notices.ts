import { type PackageCoordinate, displayName, packageOf } from "../names/coordinate.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { obstacleText } from "./entry-refused.ts";
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
    const places = await placesThatHave(ports, kept, packageOf(coordinate));
    if (places.length === 0) continue;
    notices.push({
      code: "VERSIONS_WITHHELD",
      message: `${walk.requested.name}: versions of ${displayName(coordinate)} in ${places.join(", ")} are withheld: ${obstacleText(kept.obstacle, kept.repository)}.`,
    });
  }
  return notices;
}

async function placesThatHave(
  { references, connections }: Ports,
  kept: KeptOut,
  coordinate: PackageCoordinate,
): Promise<readonly string[]> {
  const places: string[] = [];
  for (const repository of kept.repositories) {
    const { records } = await references.list({ type: "reference", repository, package: coordinate }, { limit: 1 });
    if (records.length > 0) places.push(repository);
  }
  for (const name of kept.connections) {
    const connection = connections.get(name);
    if (connection === undefined) continue;
    if ((await references.get(externalKey(connection, coordinate))) !== undefined) places.push(name);
  }
  return places;
}
