import ssri from "ssri";
import type { AssetHashes } from "./asset.ts";

/** The algorithms that assets carry digests of, strongest first. */
const ALGORITHMS = [
  ["sha512", "SHA-512"],
  ["sha256", "SHA-256"],
  ["sha1", "SHA-1"],
  ["md5", "MD5"],
] as const;

function digestsOf(integrity: string, algorithm: string): readonly string[] {
  const parsed: Readonly<Record<string, readonly { readonly digest: string }[]>> | null = ssri.parse(integrity);
  return (parsed?.[algorithm] ?? []).map((hash) => Buffer.from(hash.digest, "base64").toString("hex"));
}

/** The SHA-512 digests (lower-case hex) that an SRI announces; the domain finds an asset by such a digest. */
export function sha512Of(integrity: string | undefined): readonly string[] {
  return integrity === undefined ? [] : digestsOf(integrity, "sha512");
}

/** An SRI of an asset as served: its SHA-512. */
export function integrityOf(hashes: AssetHashes): string {
  return `sha512-${Buffer.from(hashes["SHA-512"], "hex").toString("base64")}`;
}

/**
 * Do the bytes with these digests satisfy the SRI? Only the strongest algorithm that it announces counts, as SRI says,
 * and any one of its digests suffices. An SRI that announces none that assets carry is satisfied by nothing.
 */
export function satisfiesIntegrity(hashes: AssetHashes, integrity: string): boolean {
  for (const [algorithm, name] of ALGORITHMS) {
    const digests = digestsOf(integrity, algorithm);
    if (digests.length > 0) return digests.includes(hashes[name]);
  }
  return false;
}
