import type { Repository } from "./repository.ts";
import { MAX_SEARCHED_UPSTREAMS } from "./upstream-limits.ts";

export interface SearchOrder {
  /** The requested repository first, then its upstreams depth-first in declared order, each once at its first position. */
  readonly repositories: readonly Repository[];
  /** More upstreams are reachable than are searched (U2). */
  readonly truncated: boolean;
}

/**
 * The order in which repositories are searched: depth-first, pre-order (S1), each repository once at its first position
 * (U6), the requested one plus at most 25 upstreams (U2, U7). An upstream that no longer exists is passed over (R8).
 *
 * @param known every repository reachable from `requested`, by name, `requested` among them
 */
export function searchOrder(requested: string, known: ReadonlyMap<string, Repository>): SearchOrder {
  const repositories: Repository[] = [];
  const seen = new Set<string>();
  let truncated = false;
  const visit = (name: string): void => {
    const repository = known.get(name);
    if (repository === undefined || seen.has(name) || truncated) return;
    if (repositories.length > MAX_SEARCHED_UPSTREAMS) {
      truncated = true;
      return;
    }
    seen.add(name);
    repositories.push(repository);
    for (const upstream of repository.upstreams) visit(upstream);
  };
  visit(requested);
  return { repositories, truncated };
}
