import { isHeadwaterError } from "../errors/headwater-error.ts";
import { type PackageVersionCoordinate, displayName } from "../names/coordinate.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import type { LoadExternalPackage } from "./load-external-package.ts";
import type { Notice } from "./notice.ts";
import { connectedRepositories, planWalk } from "./walk.ts";

export interface Elsewhere {
  /** Where the version is reachable beyond the repository itself; `undefined` when nobody on the way is known to have it. */
  readonly place?:
    | { readonly type: "repository"; readonly repository: string }
    | { readonly type: "external"; readonly repository: string; readonly connection: string };
  /** Registries that are out of reach, so that the answer rests on what was known of them before (F2). */
  readonly notices: readonly Notice[];
}

/**
 * Is a version reachable through the repository's upstreams, in whatever status (S5), or through an external connection on
 * the way (B5)? `upstream=BLOCK` here or there ends the way (S7). A registry that is out of reach is judged by the last it
 * said (F2).
 *
 * @throws what a registry that is there failed with, unless its last word names the version already: one that refuses
 * whoever asks would otherwise let every publish through for as long as it does
 */
export async function findElsewhere(
  references: ReferenceStore,
  loadExternalPackage: LoadExternalPackage,
  repository: string,
  coordinate: PackageVersionCoordinate,
): Promise<Elsewhere> {
  const walk = await planWalk(references, repository, coordinate);
  const upstreams = walk.repositories.slice(1).map((each) => each.repository.name);
  const held = await references.getMany(
    upstreams.map((each) => ({ type: "reference", repository: each, coordinate }) as const),
  );
  const holder = upstreams.find((_, index) => held[index] !== undefined);
  if (holder !== undefined) return { place: { type: "repository", repository: holder }, notices: walk.notices };

  const notices = [...walk.notices];
  for (const { repository: connected, connection } of connectedRepositories(walk, coordinate.format)) {
    try {
      const loaded = await loadExternalPackage(connection, coordinate, coordinate.version);
      if (loaded === undefined) continue;
      const { versions } = await loaded.registry.readIndex(loaded.connection, coordinate, loaded.document);
      if (versions.has(coordinate.version))
        return { place: { type: "external", repository: connected, connection }, notices };
      if (loaded.outage !== undefined) throw loaded.outage;
    } catch (error) {
      if (!isOutOfReach(error)) throw error;
      notices.push(unasked(connection, coordinate));
    }
  }
  return { notices };
}

const isOutOfReach = (error: unknown): boolean =>
  isHeadwaterError(error) && error.code === "EXTERNAL_REGISTRY_UNREACHABLE";

const unasked = (connection: string, coordinate: PackageVersionCoordinate): Notice => ({
  code: "EXTERNAL_REGISTRY_UNREACHABLE",
  message: `${connection} could not be asked whether ${displayName(coordinate)}@${coordinate.version} exists there already.`,
});
