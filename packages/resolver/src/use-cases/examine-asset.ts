import type { Asset } from "../asset/asset.ts";
import { createDigest } from "../asset/digest.ts";
import { isHeadwaterError } from "../errors/headwater-error.ts";
import type { AssetStore } from "../ports/asset-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { Damage, VerifyOptions } from "../verification/verify-report.ts";
import { type FoundRecord, readRecord } from "./read-record.ts";

export interface ExaminedBytes {
  readonly damage?: Damage;
  /** Read and digested. */
  readonly bytes: number;
}

/**
 * Whether an asset's bytes are there and are those that its record says: all four digests, over a stream; `quick`: only
 * whether there are as many. A store that fails is no damage, and is thrown. Proven in test/use-cases/verify-store.test.ts
 */
export async function examineBytes(
  assets: AssetStore,
  asset: Asset,
  { quick = false, signal }: Pick<VerifyOptions, "quick" | "signal">,
): Promise<ExaminedBytes> {
  const size = await assets.sizeOf(asset.location);
  if (size === undefined) return { damage: "BYTES_MISSING", bytes: 0 };
  if (size !== asset.size) return { damage: "BYTES_DAMAGED", bytes: 0 };
  if (quick) return { bytes: 0 };
  const digest = createDigest();
  try {
    for await (const chunk of await assets.open(asset.location)) {
      signal?.throwIfAborted();
      digest.update(chunk);
    }
  } catch (error) {
    if (isHeadwaterError(error) && error.code === "STORE_CORRUPT") return { damage: "BYTES_DAMAGED", bytes: 0 };
    if (isHeadwaterError(error) && error.code === "ASSET_NOT_FOUND") return { damage: "BYTES_MISSING", bytes: 0 };
    throw error;
  }
  const found = digest.finish();
  const isSame = Object.entries(asset.hashes).every(
    ([algorithm, hash]) => found.hashes[algorithm as keyof typeof found.hashes] === hash,
  );
  return { bytes: found.size, ...(isSame ? {} : { damage: "DIGEST_DIFFERS" }) };
}

export interface ExaminedAsset {
  /** `undefined`: nothing is wrong. */
  readonly damage?: Damage;
  /** What was judged: whoever acts on the judgement changes this very record, or none. */
  readonly record: FoundRecord<"asset">;
}

/** What is wrong now with the asset of a digest, looked at afresh. */
export async function examineAsset(
  { references, assets }: Pick<ResolverPorts, "references" | "assets">,
  sha512: string,
  options: Pick<VerifyOptions, "quick" | "signal">,
): Promise<ExaminedAsset> {
  const record = await readRecord(references, { type: "asset", sha512 });
  if (typeof record === "string") return { damage: "ASSET_RECORD_MISSING", record };
  if (record.value.hashes["SHA-512"] !== sha512) return { damage: "DIGEST_DIFFERS", record };
  const { damage } = await examineBytes(assets, record.value, options);
  return { record, ...(damage === undefined ? {} : { damage }) };
}
