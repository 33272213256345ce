import { HeadwaterError } from "../errors/headwater-error.ts";
import type { Repository } from "./repository.ts";
import { MAX_DIRECT_UPSTREAMS } from "./upstream-limits.ts";

/** The path by which `repository` would reach itself through `upstreams`, or `undefined`; both ends are `repository` (U6). */
export function findUpstreamCycle(
  repository: string,
  upstreams: readonly string[],
  known: ReadonlyMap<string, Pick<Repository, "upstreams">>,
): readonly string[] | undefined {
  const harmless = new Set<string>();
  const search = (name: string, path: readonly string[]): readonly string[] | undefined => {
    if (name === repository) return [...path, name];
    if (harmless.has(name)) return undefined;
    harmless.add(name);
    for (const next of known.get(name)?.upstreams ?? []) {
      const cycle = search(next, [...path, name]);
      if (cycle !== undefined) return cycle;
    }
    return undefined;
  };
  for (const upstream of upstreams) {
    const cycle = search(upstream, [repository]);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/**
 * Refuses an upstream list that breaks a rule: more than ten (U1), a duplicate (U6), a repository that this domain does
 * not have (U3), the repository itself or a loop (U6).
 *
 * @param known every repository reachable from the list, by name
 * @throws UPSTREAM_LIMIT_EXCEEDED, INVALID_ARGUMENT, REPOSITORY_NOT_FOUND, UPSTREAM_CYCLE
 */
export function validateUpstreams(
  repository: string,
  upstreams: readonly string[],
  known: ReadonlyMap<string, Pick<Repository, "upstreams">>,
): void {
  if (upstreams.length > MAX_DIRECT_UPSTREAMS) {
    throw new HeadwaterError(
      "UPSTREAM_LIMIT_EXCEEDED",
      `The repository "${repository}" would have ${upstreams.length} upstreams; at most ${MAX_DIRECT_UPSTREAMS} are allowed.`,
      {
        hint: "Group some of them behind a repository of their own and use that as one upstream.",
        details: { rule: "U1", repository, upstreams: upstreams.length, limit: MAX_DIRECT_UPSTREAMS },
      },
    );
  }
  const duplicate = upstreams.find((name, index) => upstreams.indexOf(name) !== index);
  if (duplicate !== undefined) {
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `The upstream "${duplicate}" is listed twice for the repository "${repository}".`,
      {
        hint: "List each upstream once; the order is the order of search.",
        details: { rule: "U6", repository, upstream: duplicate },
      },
    );
  }
  const missing = upstreams.find((name) => name !== repository && !known.has(name));
  if (missing !== undefined) {
    throw new HeadwaterError(
      "REPOSITORY_NOT_FOUND",
      `The upstream "${missing}" of the repository "${repository}" does not exist in this domain.`,
      {
        hint: `Create "${missing}" first; an upstream must be in the same domain.`,
        details: { rule: "U3", repository, upstream: missing },
      },
    );
  }
  const cycle = findUpstreamCycle(repository, upstreams, known);
  if (cycle !== undefined) {
    throw new HeadwaterError(
      "UPSTREAM_CYCLE",
      `The repository "${repository}" would be its own upstream: ${cycle.join(" -> ")}.`,
      {
        hint: "Take one of these upstreams out of its list.",
        details: { rule: "U6", repository, cycle },
      },
    );
  }
}
