import type { Change, ReferenceStore } from "../ports/reference-store.ts";

const BATCH = 1000;

/**
 * Deletes every reference and package record under a repository's name, in batches. The repository's own record is gone
 * by then, so nothing new can be written under the name (every retention requires it); an interruption leaves a rest that
 * `createRepository` clears; a repository made again under the name in the meantime is left alone. Bytes stay for the
 * sweep (R7, X7).
 */
export async function removeRepositoryContents(references: ReferenceStore, repository: string): Promise<void> {
  for (const type of ["reference", "package"] as const) {
    for (;;) {
      const { records } = await references.list({ type, repository }, { limit: BATCH });
      if (records.length === 0) break;
      const result = await references.commit([
        { type: "forbid", key: { type: "repository", repository } },
        ...records.map(({ key }): Change => ({ type: "delete", key })),
      ]);
      if (!result.committed) return;
    }
  }
}
