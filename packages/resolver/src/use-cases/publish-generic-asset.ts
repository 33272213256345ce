import type { AssetSummary } from "../asset/asset.ts";
import { requireGenericAssetName } from "../asset/generic-asset-name.ts";
import type { ReceivedAsset } from "../asset/verified-stream.ts";
import { HeadwaterError } from "../errors/headwater-error.ts";
import { displayName, packageOf } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import { type Revision, makeRevision } from "../package-version/revision.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { Change, Stored } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import { type Admission, loadAdmission } from "./admission.ts";
import { BATCH_ATTEMPTS } from "./change-versions.ts";
import type { PublishGenericAssetInput, PublishedAsset } from "./descriptions.ts";
import { holdReceived } from "./hold-received.ts";
import { removeSuperseded } from "./ingest-package-version.ts";
import { type HeldVersion, judgeGenericAsset } from "./judge-generic-asset.ts";
import { requireRepository } from "./load-repositories.ts";
import { revisionChanges } from "./retention-changes.ts";
import { stageAsset } from "./stage-asset.ts";
import { requireContent } from "./stored-package.ts";
import { batchConflict } from "./version-verdicts.ts";

type Ports = Pick<ResolverPorts, "references" | "assets" | "clock">;

/** What stands at the place where the version goes. */
interface Place {
  readonly admission: Admission;
  readonly record: Stored<PackageRecord> | undefined;
  readonly reference: Stored<Reference> | undefined;
  readonly held: HeldVersion | undefined;
}

/**
 * PublishPackageVersion, which is for generic packages alone: one asset of a version (B11, G2). What can be refused is refused
 * before the bytes are read; they are stored as they come, and one commit makes them part of the version. The same bytes again
 * change nothing of it (B1), so a caller that does not know whether a call came through repeats it; they take the place of those
 * that the store has lost.
 *
 * @see Resolver.publishGenericAsset
 */
export async function publishGenericAsset(ports: Ports, input: PublishGenericAssetInput): Promise<PublishedAsset> {
  const { content } = input;
  try {
    requireGeneric(input);
    const place = await readPlace(ports, input);
    // Refuses what no bytes could change, so that nobody sends 5 GB for nothing.
    judgeGenericAsset(input.coordinate, input.asset, undefined, place.held);
  } catch (error) {
    await content.cancel(error);
    throw error;
  }
  const received = await stageAsset(ports, content);
  try {
    requireDigest(input, received);
    return await commitAsset(ports, input, received);
  } finally {
    await removeSuperseded(ports, [received]);
  }
}

async function commitAsset(
  ports: Ports,
  input: PublishGenericAssetInput,
  received: ReceivedAsset,
): Promise<PublishedAsset> {
  const { coordinate, asset: name, unfinished = false } = input;
  for (let left = BATCH_ATTEMPTS; left > 0; left -= 1) {
    const place = await readPlace(ports, input);
    const summary: AssetSummary = { name, size: received.size, hashes: received.hashes };
    const verdict = judgeGenericAsset(coordinate, name, summary, place.held);
    const isWhole = place.held?.status === "Published" || !unfinished;
    const status = isWhole ? "Published" : "Unfinished";
    const { changes: assetChanges, areHeld } = await holdReceived(ports, [received]);
    if (verdict === "held" && place.held?.status === status && place.reference !== undefined) {
      const { stamp, value } = place.reference;
      const key = { type: "reference", repository: input.repository, coordinate } as const;
      const isDone =
        areHeld || (await ports.references.commit([{ type: "require", key, stamp }, ...assetChanges])).committed;
      if (isDone) return { revision: value.revision, status, asset: summary };
      continue;
    }
    const assets = verdict === "held" ? (place.held?.assets ?? []) : [...(place.held?.assets ?? []), summary];
    const revision = makeRevision({ coordinate, manifest: {}, assets: assets.toSorted(byName) });
    const changes = publishChanges(ports, input, place, revision, status);
    if ((await ports.references.commit([...assetChanges, ...changes])).committed)
      return { revision: revision.id, status, asset: summary };
  }
  throw batchConflict(displayName(coordinate), input.repository);
}

/** The one commit; it conflicts when the version, its package or the repository has changed since it was read. */
function publishChanges(
  { clock }: Ports,
  { repository, coordinate }: PublishGenericAssetInput,
  { admission, record, reference }: Place,
  revision: Revision,
  status: Reference["status"],
): readonly Change[] {
  const now = clock.now();
  const key = { type: "reference", repository, coordinate } as const;
  const value: Reference = {
    revision: revision.id,
    status,
    origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: repository } },
    publishedTime: now,
    retainedTime: reference?.value.retainedTime ?? now,
  };
  const packageKey = { type: "package", repository, package: packageOf(coordinate) } as const;
  return [
    { type: "require", key: { type: "repository", repository } },
    ...revisionChanges(revision),
    { type: "delete", key: { type: "garbage", of: "revision", id: revision.id } },
    record === undefined
      ? {
          type: "insert",
          ifPresent: "conflict",
          key: packageKey,
          value: { originControls: admission.firstControls("published", packageKey.package), tags: {} },
        }
      : { type: "require", key: packageKey, stamp: record.stamp },
    reference === undefined
      ? { type: "insert", ifPresent: "conflict", key, value }
      : { type: "replace", key, stamp: reference.stamp, value: { ...value, origin: reference.value.origin } },
  ];
}

/** @throws REPOSITORY_NOT_FOUND, ACCESS_DENIED (B6), STORE_CORRUPT */
async function readPlace(
  { references }: Pick<ResolverPorts, "references">,
  { repository, coordinate }: PublishGenericAssetInput,
): Promise<Place> {
  await requireRepository(references, repository);
  const reference = await references.get({ type: "reference", repository, coordinate });
  const record = await references.get({ type: "package", repository, package: packageOf(coordinate) });
  const admission = await loadAdmission(references);
  const refusal = admission.refusal("published", repository, packageOf(coordinate), record?.value);
  if (refusal !== undefined) throw refusal;
  if (reference === undefined) return { admission, record, reference, held: undefined };
  const { assets } = await requireContent(references, repository, coordinate, reference.value);
  return { admission, record, reference, held: { status: reference.value.status, assets } };
}

/** @throws INVALID_ARGUMENT for another format (B11) or without a namespace (G1), INVALID_NAME (A6, G3) */
function requireGeneric({ coordinate, asset, assetSHA256 }: PublishGenericAssetInput): void {
  if (coordinate.format !== "generic")
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `${coordinate.format} packages are not published asset by asset; only generic ones are.`,
      { hint: `Publish it with the client of its format.`, details: { rule: "B11", format: coordinate.format } },
    );
  if (coordinate.namespace === undefined)
    throw new HeadwaterError("INVALID_ARGUMENT", `The generic package ${coordinate.name} has no namespace.`, {
      hint: "Name one: generic packages cannot be without.",
      details: { rule: "G1", package: coordinate.name },
    });
  requireGenericAssetName(asset);
  if (assetSHA256 !== undefined && !/^[0-9a-f]{64}$/.test(assetSHA256))
    throw new HeadwaterError("INVALID_ARGUMENT", "The SHA-256 of the asset is not 64 lower-case hex digits.", {
      hint: "Give what sha256sum prints.",
      details: { value: assetSHA256.slice(0, 120) },
    });
}

function requireDigest({ asset, assetSHA256 }: PublishGenericAssetInput, { hashes }: ReceivedAsset): void {
  if (assetSHA256 === undefined || assetSHA256 === hashes["SHA-256"]) return;
  throw new HeadwaterError(
    "INTEGRITY_MISMATCH",
    `The bytes received for ${asset} are not the ones announced (SHA-256 ${hashes["SHA-256"]}, announced ${assetSHA256}).`,
    {
      hint: "Nothing was stored. Compute the digest of the very file that is sent.",
      details: { asset, expected: assetSHA256, sha256: hashes["SHA-256"] },
    },
  );
}

const byName = (one: AssetSummary, other: AssetSummary): number => (one.name < other.name ? -1 : 1);
