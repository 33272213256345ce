import { createHash } from "node:crypto";
import { listedDistTags } from "../dist-tag/listed-dist-tags.ts";
import { type TagSource, mergeDistTags } from "../dist-tag/merge-dist-tags.ts";
import { tagPrecedenceOf } from "../dist-tag/tag-precedence.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import { type PackageLayer, decideVersions } from "../package-version/decide-versions.ts";
import type { RecordKey, RecordPrefix, ReferenceStore } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { heldVersions } from "./held-externally.ts";
import { listAll } from "./list-all.ts";
import { type ExternalPackage, type LoadExternalPackage, isRegistryFailure } from "./load-external-package.ts";
import type { Notice } from "./notice.ts";
import type { PackageContents, PackageView } from "./resolver.ts";
import { type Walk, connectedRepositories, keptOutText, planWalk } from "./walk.ts";
import { withheldNotices } from "./withheld-notices.ts";

/** Changes when what `load` makes of the same records changes. */
const VIEW_FORMAT = "view 2";

interface ConnectedPackage {
  /** The repository that has the connection. */
  readonly repository: string;
  readonly package: ExternalPackage;
  /** During an outage: the announced versions that the domain can still give out. */
  readonly held?: ReadonlySet<string>;
}

interface Outage {
  readonly connection: string;
  readonly error: HeadwaterError;
  /** The domain can give out no version of the package. */
  readonly nothingHeld?: true;
}

interface ConnectedAnswer {
  /** `undefined` when no registry on the way has the package, or none could say. */
  readonly connected?: ConnectedPackage;
  /** Why a registry could not be asked. */
  readonly outage?: Outage;
}

export interface ViewPackagePorts extends Pick<ResolverPorts, "references" | "connections"> {
  readonly loadExternalPackage: LoadExternalPackage;
}

/** @see Resolver.viewPackage */
export async function viewPackage(
  { references, connections, loadExternalPackage }: ViewPackagePorts,
  repository: string,
  coordinate: PackageCoordinate,
  wantedVersion?: string,
): Promise<PackageView> {
  const walk = await planWalk(references, repository, coordinate);
  const local = await references.fingerprint(localInputs(walk, coordinate));
  const { connected, outage } = await askConnected(references, loadExternalPackage, walk, coordinate, wantedVersion);
  if (connected === undefined) await requireKnown(references, walk, coordinate);
  const keptOut = keptOutText(walk);
  return {
    repository,
    package: coordinate,
    fingerprint: createHash("sha256")
      .update([VIEW_FORMAT, local, ...walkInputs(walk), ...externalInputs(connected)].join("\n"))
      .digest("base64url"),
    notices: [
      ...walk.notices,
      ...(await withheldNotices({ references, connections }, walk, coordinate)),
      ...outageNotices(repository, coordinate, outage),
    ],
    ...(keptOut === undefined ? {} : { keptOut }),
    load: () => loadContents(references, walk, coordinate, connected),
  };
}

function localInputs(walk: Walk, coordinate: PackageCoordinate): readonly (RecordKey | RecordPrefix)[] {
  return walk.repositories.flatMap(({ repository: { name } }) => [
    { type: "repository", repository: name } as const,
    { type: "package", repository: name, package: coordinate } as const,
    { type: "reference", repository: name, package: coordinate } as const,
  ]);
}

/** The records that the walk was made of: had one changed before `localInputs` were read, these would tell. */
function walkInputs(walk: Walk): readonly string[] {
  return walk.repositories.map(({ repository: { upstreams, externalConnection, tagPrecedence }, stamp }) =>
    [...upstreams, externalConnection, stamp, JSON.stringify(tagPrecedence)].join(" "),
  );
}

function externalInputs(connected: ConnectedPackage | undefined): readonly string[] {
  if (connected === undefined) return [];
  const { connection, document } = connected.package;
  const held = connected.held === undefined ? "all" : [...connected.held].toSorted().join(" ");
  return [connected.repository, connection.name, connection.url, document.documentId, held];
}

/**
 * The first connected repository whose registry has the package. A registry that fails ends the search (E4, S6): with the
 * versions of the last document that the domain can give out, or with those that repositories on the way hold (F1). A
 * package of which nothing is held shows the whole document: no list could make it installable, and clients that never
 * fetch it (optional packages of other platforms) then write and check the same lockfile as ever.
 *
 * @throws what the registry threw, when nothing at all is held
 */
async function askConnected(
  references: ReferenceStore,
  loadExternalPackage: LoadExternalPackage,
  walk: Walk,
  coordinate: PackageCoordinate,
  wantedVersion: string | undefined,
): Promise<ConnectedAnswer> {
  for (const { repository, connection } of connectedRepositories(walk, coordinate.format)) {
    try {
      const found = await loadExternalPackage(connection, coordinate, wantedVersion);
      if (found === undefined) continue;
      if (found.outage === undefined) return { connected: { repository, package: found } };
      const index = await found.registry.readIndex(found.connection, coordinate, found.document);
      const held = await heldVersions(references, index.versions);
      const outage = { connection, error: found.outage };
      if (held.size > 0) return { connected: { repository, package: found, held }, outage };
      if (await isHeldAnywhere(references, walk, coordinate)) return { outage };
      return { connected: { repository, package: found }, outage: { ...outage, nothingHeld: true } };
    } catch (error) {
      if (!isRegistryFailure(error) || !(await isHeldAnywhere(references, walk, coordinate))) throw error;
      return { outage: { connection, error } };
    }
  }
  return {};
}

async function isHeldAnywhere(references: ReferenceStore, walk: Walk, coordinate: PackageCoordinate): Promise<boolean> {
  for (const { repository } of walk.repositories) {
    const page = await references.list(
      { type: "reference", repository: repository.name, package: coordinate },
      { limit: 1 },
    );
    if (page.records.length > 0) return true;
  }
  return false;
}

async function requireKnown(references: ReferenceStore, walk: Walk, coordinate: PackageCoordinate): Promise<void> {
  if (await isHeldAnywhere(references, walk, coordinate)) return;
  throw packageNotFound(walk, coordinate);
}

/** Nobody on the way has the package (S4), and where it was looked for. */
function packageNotFound(walk: Walk, coordinate: PackageCoordinate): HeadwaterError {
  const searched = walk.repositories.map((each) => each.repository.name).join(", ");
  const [limit] = walk.notices;
  return new HeadwaterError(
    "PACKAGE_NOT_FOUND",
    `${displayName(coordinate)} was not found in the repository "${walk.requested.name}" (searched: ${searched}).`,
    {
      hint:
        keptOutText(walk) ??
        limit?.message ??
        "Check the name; a repository without upstreams or an external connection has only what was put into it.",
      details: {
        rule: walk.keptOut[0]?.obstacle.rule ?? "S4",
        repository: walk.requested.name,
        package: displayName(coordinate),
        searched,
        notices: walk.notices,
      },
    },
  );
}

function outageNotices(
  repository: string,
  coordinate: PackageCoordinate,
  outage: Outage | undefined,
): readonly Notice[] {
  if (outage === undefined) return [];
  const consequence =
    outage.nothingHeld === true
      ? `no version of ${displayName(coordinate)} is held, so none can be fetched`
      : `${displayName(coordinate)} lists only versions that the domain holds`;
  return [
    {
      code: "EXTERNAL_REGISTRY_UNREACHABLE",
      message: `${repository}: ${outage.connection} could not be asked; ${consequence}. ${outage.error.message}`,
    },
  ];
}

async function loadContents(
  references: ReferenceStore,
  walk: Walk,
  coordinate: PackageCoordinate,
  connected: ConnectedPackage | undefined,
): Promise<PackageContents> {
  const layers: PackageLayer[] = [];
  for (const { repository } of walk.repositories) {
    const records = await listAll(references, { type: "reference", repository: repository.name, package: coordinate });
    layers.push({
      repository: repository.name,
      references: new Map(records.map(({ key, value }) => [key.coordinate.version, value])),
    });
  }
  const { listed, hidden } = decideVersions(layers);
  const decided = [...listed];
  const revisions = await references.getMany(
    decided.map(([, { reference }]) => ({ type: "revision", revision: reference.revision }) as const),
  );
  const versions: Map<string, PackageContents["versions"] extends ReadonlyMap<string, infer V> ? V : never> = new Map();
  for (const [index, [version, { repository, reference }]] of decided.entries()) {
    const revision = revisions[index]?.value;
    if (revision === undefined) throw danglingReference(repository, coordinate, version);
    versions.set(version, { repository, reference, revision });
  }
  const external =
    connected === undefined ? undefined : await loadExternalContents(coordinate, connected, versions, hidden);
  const isShown = (version: string): boolean => versions.has(version) || external?.versions.has(version) === true;
  const merged = mergeDistTags(tagSource(walk, coordinate, external));
  const tags = listedDistTags(merged, isShown, () => [...versions.keys(), ...(external?.versions ?? [])]);
  const hiddenTags = listedDistTags(
    merged,
    (version) => hidden.has(version),
    () => hidden,
  );
  return {
    versions,
    tags,
    hidden: { versions: hidden, tags: hiddenTags },
    ...(external === undefined ? {} : { external: external.contents }),
  };
}

async function loadExternalContents(
  coordinate: PackageCoordinate,
  { repository, package: { registry, connection, document }, held }: ConnectedPackage,
  decided: ReadonlyMap<string, unknown>,
  hidden: ReadonlySet<string>,
) {
  const index = await registry.readIndex(connection, coordinate, document);
  const announced = [...index.versions.keys()];
  const versions = new Set(
    announced.filter(
      (version) => !decided.has(version) && !hidden.has(version) && (held === undefined || held.has(version)),
    ),
  );
  return { repository, tags: index.tags, versions, contents: { connection, document, versions } };
}

/** The walk as a tree of tag sources, each repository at its first position; a connection comes after its repository's upstreams (S6). */
function tagSource(
  walk: Walk,
  coordinate: PackageCoordinate,
  external: { readonly repository: string; readonly tags: Readonly<Record<string, string>> } | undefined,
): TagSource {
  const walked = new Map(walk.repositories.map((each) => [each.repository.name, each]));
  const seen = new Set<string>();
  const visit = (name: string): TagSource | undefined => {
    const here = walked.get(name);
    if (here === undefined || seen.has(name)) return undefined;
    seen.add(name);
    const upstreams = here.blocksUpstream ? [] : here.repository.upstreams.flatMap((upstream) => visit(upstream) ?? []);
    const connection = external?.repository === name ? [{ tags: external.tags, upstreams: [] }] : [];
    return {
      tags: here.record?.tags ?? {},
      upstreams: [...upstreams, ...connection],
      precedence: tagPrecedenceOf(here.repository.tagPrecedence, displayName(coordinate)),
    };
  };
  return visit(walk.requested.name) ?? { tags: {}, upstreams: [] };
}

/** A reference without its revision: a promise of the store is broken. */
export function danglingReference(repository: string, coordinate: PackageCoordinate, version: string): HeadwaterError {
  return new HeadwaterError(
    "STORE_CORRUPT",
    `The repository "${repository}" refers to ${displayName(coordinate)}@${version}, whose content is missing from the store.`,
    {
      hint: "Restore the store folder from a backup, or delete this version and ask for it again.",
      details: { repository, package: displayName(coordinate), version },
    },
  );
}
