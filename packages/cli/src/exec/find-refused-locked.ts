import type { OpenDomain } from "@headwater/domain";
import { type RegistryVersionsOptions, registryVersions } from "@headwater/formats";
import type { HeadwaterError, PackageVersionCoordinate } from "@headwater/resolver";
import { readLockfile } from "../installed/lockfiles.ts";
import { projectRoots } from "../installed/project-roots.ts";
import type { ClientCall } from "./client-call.ts";
import { lockedVersionsAtStake } from "./locked-versions-at-stake.ts";

/** A version that the repository refuses, and why. */
export interface RefusedVersion {
  readonly coordinate: PackageVersionCoordinate;
  readonly error: HeadwaterError;
}

/**
 * Versions that a command is about to install from its lockfile and that the repository refuses. Asked before the client
 * starts, because its scripts may run before it asks for anything.
 */
export async function findRefusedLocked(
  domain: OpenDomain,
  repository: string,
  call: ClientCall,
  options: RegistryVersionsOptions,
): Promise<readonly RefusedVersion[]> {
  const atStake = lockedVersionsAtStake(call);
  if (atStake.type === "none" || call.kind === undefined) return [];
  for (const root of await projectRoots(call.folder)) {
    const entries = await readLockfile(call.kind, root);
    if (entries === undefined) continue;
    const locked = registryVersions(
      entries.filter(({ name }) => !atStake.except.has(name)),
      options,
    );
    return domain.resolver.findRefused(
      repository,
      locked.versions.map(({ coordinate }) => coordinate),
    );
  }
  return [];
}
