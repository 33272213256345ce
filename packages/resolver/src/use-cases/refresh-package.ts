import { HeadwaterError } from "../errors/headwater-error.ts";
import { hasChanges, indexChanges } from "../external-connection/index-changes.ts";
import type { RefreshReport, RefreshedRegistry } from "../external-connection/refresh-report.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import type { ExternalIndex } from "../ports/external-registry.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { createExternalDocuments } from "./external-documents.ts";
import { type LoadExternalPackage, externalKey, isLost, requireConnection } from "./load-external-package.ts";
import { type Walk, connectedRepositories, planWalk } from "./walk.ts";

/** @see Resolver.refreshPackage */
export async function refreshPackage(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  repository: string,
  coordinate: PackageCoordinate,
): Promise<RefreshReport> {
  const walk = await planWalk(ports.references, repository, coordinate);
  const connected = connectedRepositories(walk, coordinate.format);
  if (connected.length === 0) throw nobodyToAsk(walk, coordinate);
  const registries: RefreshedRegistry[] = [];
  for (const { repository: name, connection } of connected) {
    const before = await knownIndex(ports, connection, coordinate);
    const loaded = await loadExternalPackage(connection, coordinate, undefined, { askNow: true });
    if (loaded?.outage !== undefined) throw loaded.outage;
    const after = await loaded?.registry.readIndex(loaded.connection, coordinate, loaded.document);
    const changes = indexChanges(before, after);
    registries.push({ repository: name, connection, state: stateOf(before, after, hasChanges(changes)), ...changes });
  }
  if (registries.every(({ state }) => state === "absent")) throw nobodyHasIt(walk, coordinate);
  return { repository, package: coordinate, registries };
}

function stateOf(
  before: ExternalIndex | undefined,
  after: ExternalIndex | undefined,
  isChanged: boolean,
): RefreshedRegistry["state"] {
  if (after === undefined) return before === undefined ? "absent" : "gone";
  if (before === undefined) return "new";
  return isChanged ? "changed" : "unchanged";
}

/** What the registry said last; `undefined` when the domain has not asked, or has lost it. */
async function knownIndex(
  ports: ResolverPorts,
  name: string,
  coordinate: PackageCoordinate,
): Promise<ExternalIndex | undefined> {
  const { connection, registry } = requireConnection(ports, name, coordinate);
  const stored = await ports.references.get(externalKey(connection, coordinate));
  if (stored === undefined) return undefined;
  try {
    return await registry.readIndex(connection, coordinate, createExternalDocuments(ports).documentOf(stored.value));
  } catch (error) {
    if (isLost(error)) return undefined;
    throw error;
  }
}

function nobodyToAsk(walk: Walk, coordinate: PackageCoordinate): HeadwaterError {
  const blocking = walk.repositories.find((each) => each.blocksUpstream)?.repository.name;
  const { name } = walk.requested;
  return new HeadwaterError(
    "EXTERNAL_CONNECTION_NOT_FOUND",
    `No public registry may be asked about ${displayName(coordinate)} through the repository "${name}".`,
    {
      hint:
        blocking === undefined
          ? `Neither it nor its upstreams have an external connection; see them with: headwater describe-repository --repository ${name}`
          : `The origin controls of "${blocking}" block upstreams for this package (S7).`,
      details: { repository: name, package: displayName(coordinate) },
    },
  );
}

const nobodyHasIt = (walk: Walk, coordinate: PackageCoordinate): HeadwaterError =>
  new HeadwaterError(
    "PACKAGE_NOT_FOUND",
    `No public registry behind the repository "${walk.requested.name}" has ${displayName(coordinate)}.`,
    { hint: "Check the name.", details: { repository: walk.requested.name, package: displayName(coordinate) } },
  );
