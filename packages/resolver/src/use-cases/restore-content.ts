import type { Asset, AssetSummary } from "../asset/asset.ts";
import { sha512Of } from "../asset/integrity.ts";
import type { ReceivedAsset } from "../asset/verified-stream.ts";
import { type HeadwaterError, isHeadwaterError } from "../errors/headwater-error.ts";
import { makeRevision } from "../package-version/revision.ts";
import type { ExternalAsset } from "../ports/external-registry.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { ConfirmedClaim, ConfirmedSuspect } from "./confirm-suspect.ts";
import { type OfferedVersion, findOffer } from "./ingest-package-version.ts";
import { type LoadExternalPackage, isRegistryFailure } from "./load-external-package.ts";
import { readRecord } from "./read-record.ts";
import { useOfAssets } from "./retention-changes.ts";
import { stageAsset } from "./stage-asset.ts";

/** Restored, or why not. */
export type Restoration = { readonly type: "restored" } | { readonly type: "lost"; readonly reason: string };

const lost = (reason: string): Restoration => ({ type: "lost", reason });

/**
 * Brings back what is damaged from a registry that a claiming version came from, in one commit, and only if it is the very
 * content that the domain had. Registries are asked about versions that came from them, and about no other name.
 */
export async function restoreContent(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  suspect: ConfirmedSuspect,
): Promise<Restoration> {
  let last = lost("It did not come from a public registry.");
  for (const claim of suspect.claims) {
    if (claim.connection === undefined) continue;
    try {
      last =
        suspect.type === "asset"
          ? await restoreAsset(ports, loadExternalPackage, suspect.id, claim)
          : await restoreRevision(ports, loadExternalPackage, suspect.id, claim);
    } catch (error) {
      if (!isAbsence(error)) throw error;
      last = lost(error.message);
    }
    if (last.type === "restored") return last;
  }
  return last;
}

/** The registry cannot or will not give it, or has none. */
const isAbsence = (error: unknown): error is HeadwaterError =>
  isRegistryFailure(error) ||
  (isHeadwaterError(error) &&
    ["ASSET_NOT_FOUND", "EXTERNAL_CONNECTION_NOT_FOUND", "EXTERNAL_ASSET_FOREIGN_HOST"].includes(error.code));

async function offerFor(
  loadExternalPackage: LoadExternalPackage,
  { repository, coordinate, connection = "" }: ConfirmedClaim,
): Promise<OfferedVersion | undefined> {
  return findOffer(loadExternalPackage, [{ repository, connection }], coordinate);
}

async function restoreAsset(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  sha512: string,
  claim: ConfirmedClaim,
): Promise<Restoration> {
  const revision = await readRecord(ports.references, { type: "revision", revision: claim.revision });
  const summary =
    typeof revision === "string" ? undefined : revision.value.assets.find(({ hashes }) => hashes["SHA-512"] === sha512);
  if (summary === undefined) return lost("What it was is not known any more.");
  const offer = await offerFor(loadExternalPackage, claim);
  const asset = offer?.version.assets.find(({ name }) => name === summary.name);
  if (offer === undefined || asset === undefined) return lost(`${claim.connection} does not offer it any more.`);
  const received = await receive(ports, offer, asset, summary.size);
  if (received === undefined || received.hashes["SHA-512"] !== sha512) {
    if (received !== undefined) await ports.assets.remove(received.location);
    return lost(`${claim.connection} offers other bytes under its name now.`);
  }
  const key = { type: "asset", sha512 } as const;
  const before = await readRecord(ports.references, key);
  const { size, hashes, location } = received;
  const value = { size, hashes, location, storedTime: ports.clock.now() };
  const { committed } = await ports.references.commit([
    before === "missing"
      ? { type: "insert", ifPresent: "conflict", key, value }
      : before === "unreadable"
        ? { type: "put", key, value }
        : { type: "replace", key, stamp: before.stamp, value },
    // A sweep that passed while the revision was lost may be about to remove it.
    { type: "delete", key: { type: "garbage", of: "asset", id: sha512 } },
  ]);
  if (!committed) {
    await ports.assets.remove(location);
    return lost("Somebody else changed it meanwhile.");
  }
  if (typeof before !== "string") await ports.assets.remove(before.value.location);
  return { type: "restored" };
}

async function restoreRevision(
  ports: ResolverPorts,
  loadExternalPackage: LoadExternalPackage,
  id: string,
  claim: ConfirmedClaim,
): Promise<Restoration> {
  const offer = await offerFor(loadExternalPackage, claim);
  if (offer === undefined) return lost(`${claim.connection} does not offer it any more.`);
  const received: ReceivedAsset[] = [];
  let isKept = false;
  try {
    const summaries: AssetSummary[] = [];
    const changes: Change[] = [];
    for (const asset of offer.version.assets) {
      const held = await readableAsset(ports, asset);
      if (held !== undefined) {
        summaries.push({ name: asset.name, size: held.size, hashes: held.hashes });
        continue;
      }
      const fresh = await receive(ports, offer, asset);
      if (fresh === undefined) return lost(`${claim.connection} offers other bytes under its name now.`);
      received.push(fresh);
      const { size, hashes, location } = fresh;
      summaries.push({ name: asset.name, size, hashes });
      // Nothing was there that could be read.
      const key = { type: "asset", sha512: hashes["SHA-512"] } as const;
      changes.push({ type: "put", key, value: { size, hashes, location, storedTime: ports.clock.now() } });
    }
    const { coordinate } = claim;
    const revision = makeRevision({ coordinate, manifest: offer.version.manifest, assets: summaries });
    if (revision.id !== id) return lost(`${claim.connection} describes it otherwise now.`);
    const { committed } = await ports.references.commit([
      ...changes,
      ...useOfAssets(revision),
      { type: "delete", key: { type: "garbage", of: "revision", id } },
      { type: "put", key: { type: "revision", revision: id }, value: revision },
    ]);
    isKept = committed;
    return committed ? { type: "restored" } : lost("Somebody else changed it meanwhile.");
  } finally {
    if (!isKept) for (const { location } of received) await ports.assets.remove(location);
  }
}

/** The asset under the digest that the registry announces, when the domain has a record of it that can be read. */
async function readableAsset({ references }: ResolverPorts, { integrity }: ExternalAsset): Promise<Asset | undefined> {
  for (const sha512 of sha512Of(integrity)) {
    const record = await readRecord(references, { type: "asset", sha512 });
    if (typeof record !== "string") return record.value;
  }
  return undefined;
}

/** The bytes that a registry sends, stored and digested; `undefined` when there are more than expected, or more than may be. */
async function receive(
  ports: ResolverPorts,
  offer: OfferedVersion,
  asset: ExternalAsset,
  size?: number,
): Promise<ReceivedAsset | undefined> {
  try {
    return await stageAsset(ports, await offer.package.fetchAsset(asset, {}), size);
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "TOO_LARGE") return undefined;
    throw error;
  }
}
