import type { Asset, AssetSummary } from "../asset/asset.ts";
import { sha512Of } from "../asset/integrity.ts";
import { type ReceivedAsset, verifiedStream } from "../asset/verified-stream.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { type Revision, makeRevision } from "../package-version/revision.ts";
import type { FirstEntry, OriginControls } from "../package/origin-controls.ts";
import type { AssetStore, AssetWriter } from "../ports/asset-store.ts";
import type { ExternalAsset, ExternalVersion } from "../ports/external-registry.ts";
import type { Change, RecordKey } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { planRetention } from "../retention/plan-retention.ts";
import { holdReceived } from "./hold-received.ts";
import type { ExternalPackage, LoadExternalPackage } from "./load-external-package.ts";
import { retentionChanges, revisionChanges } from "./retention-changes.ts";

/** A version that a public registry offers through a connected repository, and that no repository on the way holds. */
export interface OfferedVersion {
  /** The repository that has the connection. */
  readonly connectedRepository: string;
  readonly package: ExternalPackage;
  readonly version: ExternalVersion;
  /** The controls of the package where this is its first version. Default: as where no package group restricts anything (O3). */
  readonly firstControls?: (entry: FirstEntry) => OriginControls;
}

/**
 * Asks each connected repository's registry, in walk order, until one has the version (Q3, E4).
 * @throws what a registry threw: a failure ends the search, it never falls through to the next
 */
export async function findOffer(
  loadExternalPackage: LoadExternalPackage,
  connected: readonly { readonly repository: string; readonly connection: string }[],
  coordinate: PackageVersionCoordinate,
): Promise<OfferedVersion | undefined> {
  for (const { repository, connection } of connected) {
    const loaded = await loadExternalPackage(connection, coordinate, coordinate.version);
    if (loaded === undefined) continue;
    const version = await loaded.registry.readVersion(
      loaded.connection,
      coordinate,
      loaded.document,
      coordinate.version,
    );
    if (version !== undefined) return { connectedRepository: repository, package: loaded, version };
    if (loaded.outage !== undefined) throw loaded.outage;
  }
  return undefined;
}

/** What the domain writes to own an offered version: asset records, the revision, and the references of Table 2's last row. */
export function ingestChanges(
  ports: Pick<ResolverPorts, "clock">,
  requested: string,
  coordinate: PackageVersionCoordinate,
  offer: OfferedVersion,
  assets: readonly AssetSummary[],
): { readonly revision: Revision; readonly reference: Reference; readonly changes: readonly Change[] } {
  const { version, package: external, connectedRepository, firstControls } = offer;
  const revision = makeRevision({ coordinate, manifest: version.manifest, assets });
  const now = ports.clock.now();
  const reference: Reference = {
    revision: revision.id,
    status: "Published",
    origin: { originType: "EXTERNAL", domainEntryPoint: { externalConnectionName: external.connection.name } },
    publishedTime: version.publishedTime ?? now,
    retainedTime: now,
  };
  const keepers = planRetention(requested, { type: "external", repository: connectedRepository });
  const entries = keepers.map(
    (repository) => ({ repository, entry: repository === connectedRepository ? "ingested" : "retained" }) as const,
  );
  return {
    revision,
    reference,
    changes: [...revisionChanges(revision), ...retentionChanges(entries, coordinate, reference, firstControls)],
  };
}

/** The asset, when the domain holds its bytes already under the digest that the registry announces. */
export async function findHeldAsset(
  { references }: Pick<ResolverPorts, "references">,
  asset: ExternalAsset,
): Promise<Asset | undefined> {
  const found = await references.getMany(
    sha512Of(asset.integrity).map((sha512) => ({ type: "asset", sha512 }) as const),
  );
  return found.find((record) => record !== undefined)?.value;
}

/**
 * Removes received bytes that no record has come to name: another process, or another version in the same commit,
 * stored the same bytes first, or the commit failed.
 */
export async function removeSuperseded(
  { references, assets }: Pick<ResolverPorts, "references" | "assets">,
  received: readonly ReceivedAsset[],
): Promise<void> {
  const records = await references.getMany(
    received.map(({ hashes }) => ({ type: "asset", sha512: hashes["SHA-512"] }) as const),
  );
  for (const [index, { location }] of received.entries()) {
    if (records[index]?.value.location !== location) await assets.remove(location);
  }
}

/** The commit for a version conflicted: a repository was deleted, or something swept, since it was read. */
export function changedMeanwhile(
  coordinate: PackageVersionCoordinate,
  conflicts: readonly RecordKey[],
): HeadwaterError {
  return new HeadwaterError(
    "CONFLICT",
    `${displayName(coordinate)}@${coordinate.version} could not be kept: the domain changed in the meantime.`,
    {
      hint: "Nothing was kept of it. Ask for it again.",
      details: {
        package: displayName(coordinate),
        version: coordinate.version,
        conflicts: conflicts.map((key) => key.type),
      },
    },
  );
}

/** A writer for the bytes of a source, which is let go when there can be none. @throws STORE_FULL, STORE_READ_ONLY, STORE_UNAVAILABLE */
export async function writerFor(assets: AssetStore, source: ReadableStream<Uint8Array>): Promise<AssetWriter> {
  try {
    return await assets.create();
  } catch (error) {
    await source.cancel(error);
    throw error;
  }
}

/** Fetches one asset of an offered version and gives its bytes out while the domain comes to hold the version. */
export async function receiveOffered(
  ports: ResolverPorts,
  requested: string,
  coordinate: PackageVersionCoordinate,
  offer: OfferedVersion,
  asset: ExternalAsset,
  source: ReadableStream<Uint8Array>,
  onSettled: () => void,
): Promise<ReadableStream<Uint8Array>> {
  return verifiedStream({
    onSettled,
    source,
    writer: await writerFor(ports.assets, source),
    integrity: asset.integrity,
    name: `${displayName(coordinate)}@${coordinate.version}`,
    async onReceived(received) {
      const summary = { name: asset.name, size: received.size, hashes: received.hashes };
      const { changes } = ingestChanges(ports, requested, coordinate, offer, [summary]);
      const held = await holdReceived(ports, [received]);
      const result = await ports.references.commit([...held.changes, ...changes]);
      await removeSuperseded(ports, [received]);
      if (!result.committed) throw changedMeanwhile(coordinate, result.conflicts);
    },
  });
}
