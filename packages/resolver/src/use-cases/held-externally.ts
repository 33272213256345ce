import { sha512Of } from "../asset/integrity.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";

/**
 * Of the versions that a registry has announced, those whose bytes the domain holds, whichever repository they came
 * through: these can be given out while the registry is away. A version announced without a SHA-512 cannot be told.
 */
export async function heldVersions(
  references: ReferenceStore,
  announced: ReadonlyMap<string, readonly (string | undefined)[]>,
): Promise<ReadonlySet<string>> {
  const candidates = [...announced].flatMap(([version, integrities]) => {
    const digests = integrities.map((integrity) => sha512Of(integrity)[0]);
    return digests.every((digest) => digest !== undefined) && digests.length > 0 ? [{ version, digests }] : [];
  });
  const keys = candidates.flatMap(({ digests }) => digests.map((sha512) => ({ type: "asset", sha512 }) as const));
  const found = await references.getMany(keys);
  const present = new Set(keys.filter((_, index) => found[index] !== undefined).map((key) => key.sha512));
  return new Set(
    candidates.filter(({ digests }) => digests.every((digest) => present.has(digest))).map(({ version }) => version),
  );
}
