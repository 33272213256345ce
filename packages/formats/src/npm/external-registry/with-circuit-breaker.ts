import { type Clock, type ExternalConnection, HeadwaterError, isHeadwaterError } from "@headwater/resolver";
import type { NpmExternalRegistry } from "./npm-external-registry.ts";
import { type Fault, faultOf, registryName } from "./registry-errors.ts";

export interface CircuitBreakerOptions {
  /** Milliseconds for which an unreachable registry is not asked again. */
  readonly unreachableFor: number;
  readonly clock: Clock;
}

/**
 * Once a registry was unreachable, all further calls fail at once for a while, so that an install
 * without a network does not wait for every package. After that one call tries again while the others still fail at once.
 * Only what says that nobody is there counts: a body that breaks off or stops, a status or a refusal does not. Nor does a
 * failed search, audit or look at attestations and keys: registries answer these slowly or not at all, and packages well.
 */
export function withCircuitBreaker(
  registry: NpmExternalRegistry,
  { unreachableFor, clock }: CircuitBreakerOptions,
): NpmExternalRegistry {
  /** By the connection's URL. */
  const open = new Map<string, { readonly failure: HeadwaterError; readonly until: number }>();

  const guarded = async <T>(connection: ExternalConnection, call: () => Promise<T>): Promise<T> => {
    const state = open.get(connection.url);
    if (state !== undefined) {
      if (clock.now() < state.until) throw stillUnreachable(connection, state.failure);
      open.set(connection.url, { ...state, until: clock.now() + unreachableFor });
    }
    try {
      const result = await call();
      open.delete(connection.url);
      return result;
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome === "unreachable")
        open.set(connection.url, { failure: error as HeadwaterError, until: clock.now() + unreachableFor });
      else if (outcome === "reached") open.delete(connection.url);
      else if (state !== undefined) open.set(connection.url, { ...state, until: clock.now() });
      throw error;
    }
  };

  /** For what says nothing about packages. */
  const spared = async <T>(connection: ExternalConnection, call: () => Promise<T>): Promise<T> => {
    const state = open.get(connection.url);
    if (state !== undefined && clock.now() < state.until) throw stillUnreachable(connection, state.failure);
    return await call();
  };

  return {
    ...registry,
    fetchPackage: (connection, ...rest) => guarded(connection, () => registry.fetchPackage(connection, ...rest)),
    fetchAsset: (connection, ...rest) => guarded(connection, () => registry.fetchAsset(connection, ...rest)),
    search: (connection, ...rest) => spared(connection, () => registry.search(connection, ...rest)),
    advisories: (connection, ...rest) => spared(connection, () => registry.advisories(connection, ...rest)),
    attestations: (connection, ...rest) => spared(connection, () => registry.attestations(connection, ...rest)),
    signingKeys: (connection, ...rest) => spared(connection, () => registry.signingKeys(connection, ...rest)),
  };
}

/** The faults that say that nobody is there. */
const ABSENCE: readonly Fault[] = ["connect", "timeout", "certificate"];

/** What a failed call says about the registry. */
function outcomeOf(error: unknown): "unreachable" | "reached" | "unknown" {
  const fault = faultOf(error);
  if (fault !== undefined) return ABSENCE.includes(fault) ? "unreachable" : "unknown";
  return isHeadwaterError(error) && error.code !== "EXTERNAL_ASSET_FOREIGN_HOST" ? "reached" : "unknown";
}

const stillUnreachable = (connection: ExternalConnection, failure: HeadwaterError): HeadwaterError =>
  new HeadwaterError(
    "EXTERNAL_REGISTRY_UNREACHABLE",
    `${registryName(connection)} was unreachable a moment ago and is not asked again yet.`,
    {
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
      cause: failure,
      details: failure.details,
    },
  );
