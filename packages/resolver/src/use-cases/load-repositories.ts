import { HeadwaterError } from "../errors/headwater-error.ts";
import type { ReferenceStore, Stored } from "../ports/reference-store.ts";
import type { Repository } from "../repository/repository.ts";

/** The repository's record. @throws REPOSITORY_NOT_FOUND */
export async function requireRepository(references: ReferenceStore, repository: string): Promise<Stored<Repository>> {
  const stored = await references.get({ type: "repository", repository });
  if (stored !== undefined) return stored;
  throw new HeadwaterError("REPOSITORY_NOT_FOUND", `There is no repository "${repository}" in this domain.`, {
    hint: `Create it with: headwater create-repository --repository ${repository}`,
    details: { repository },
  });
}

/** Every repository reachable from the given ones, themselves among them, by name; names without a record are left out. */
export async function loadReachable(
  references: ReferenceStore,
  start: readonly string[],
): Promise<ReadonlyMap<string, Stored<Repository>>> {
  const known = new Map<string, Stored<Repository>>();
  const asked = new Set<string>(start);
  let frontier = [...asked];
  while (frontier.length > 0) {
    const stored = await references.getMany(
      frontier.map((repository) => ({ type: "repository", repository }) as const),
    );
    const next: string[] = [];
    for (const record of stored) {
      if (record === undefined) continue;
      known.set(record.value.name, record);
      for (const upstream of record.value.upstreams) {
        if (asked.has(upstream)) continue;
        asked.add(upstream);
        next.push(upstream);
      }
    }
    frontier = next;
  }
  return known;
}
