import type { OpenDomain } from "@headwater/domain";
import { TARBALL_ASSET } from "@headwater/formats";
import {
  type AssetHashes,
  type HeldAsset,
  type PackageVersionCoordinate,
  createDigest,
  displayName,
  integrityOf,
  isHeadwaterError,
  satisfiesIntegrity,
} from "@headwater/resolver";
import type { Node } from "@npmcli/arborist";
import { NpmFailure } from "../npm-failure.ts";

/** A package of the planned tree that the domain answers for. Proven in test/npm-plugin/bad-input.test.ts */
export interface PlannedPackage {
  readonly repository: string;
  readonly coordinate: PackageVersionCoordinate;
  /** `undefined`: the domain does not hold it yet. */
  readonly asset: HeldAsset | undefined;
}

/** In bytes. Larger packages are not held in memory: npm unpacks them as they come. */
const MAX_SIZE = 8 * 1024 * 1024;

/** Where bytes can come from. */
export interface PackageSources {
  readonly domain: Pick<OpenDomain, "resolver">;
  /** Whether npm's own cache has bytes of this SRI. */
  readonly isCached: (integrity: string) => Promise<boolean>;
}

/**
 * The bytes of a package: out of the store, or from the registry behind the domain, which keeps them (K3). `undefined` when
 * npm shall go its own way: it has them in its cache, or has its own words for what is wrong.
 * @throws EINTEGRITY before a file is written, when the bytes are not those that the lockfile was made with
 */
export async function packageBytes(
  { integrity }: Node,
  { repository, coordinate, asset }: PlannedPackage,
  { domain, isCached }: PackageSources,
): Promise<Uint8Array | undefined> {
  try {
    if (asset !== undefined) {
      // These bytes are authenticated, and their digests known.
      requireIntegrity(coordinate, integrity, asset.hashes);
      return asset.size > MAX_SIZE ? undefined : await asset.read();
    }
    if (integrity && (await isCached(integrity))) return undefined;
    const served = await domain.resolver.fetchAsset(repository, coordinate, TARBALL_ASSET);
    const bytes = await readUpTo(MAX_SIZE, served.body);
    if (bytes === undefined) return undefined;
    if (integrity) requireIntegrity(coordinate, integrity, served.hashes ?? hashesOf(bytes));
    return bytes;
  } catch (error) {
    // Asking for the package by name says what is wrong in npm's way, or brings lost bytes back.
    if (isHeadwaterError(error) && (error.code === "STORE_CORRUPT" || !error.code.startsWith("STORE_")))
      return undefined;
    throw error;
  }
}

/** Without an integrity npm takes what the registry gives. */
function requireIntegrity(coordinate: PackageVersionCoordinate, integrity: string | null, hashes: AssetHashes): void {
  if (!integrity || satisfiesIntegrity(hashes, integrity)) return;
  const name = `${displayName(coordinate)}@${coordinate.version}`;
  throw new NpmFailure(
    "EINTEGRITY",
    `${name}: the lockfile says ${integrity}, and the bytes are ${integrityOf(hashes)}.`,
    "The bytes are not those that the lockfile was made with. Ask whoever changed it, or the registry, before you change the lockfile.",
  );
}

/**
 * The whole body; `undefined` when it is longer. It is read to its end all the same, without being kept: the domain stores it on the
 * way, and npm then has it from there. A registry need not say how long it is.
 */
async function readUpTo(most: number, body: ReadableStream<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.byteLength;
    if (size > most) pieces.length = 0;
    else pieces.push(piece);
  }
  return size > most ? undefined : Buffer.concat(pieces);
}

function hashesOf(bytes: Uint8Array): AssetHashes {
  const digest = createDigest();
  digest.update(bytes);
  return digest.finish().hashes;
}
