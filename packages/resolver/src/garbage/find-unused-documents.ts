/** What is known of the use of a registry's document. */
export interface DocumentUse {
  /** The connection's name and URL. */
  readonly connection: string;
  /** When the registry last confirmed it, in milliseconds. Every use confirms a document that is older than the freshness. */
  readonly confirmedTime: number;
}

/**
 * Documents of public registries that nobody has used for `age` milliseconds. No request writes for the sake of this:
 * a document that is used is confirmed by its registry again and again, so an old confirmation means no use. The age is
 * counted up to the newest confirmation of the same connection and not up to now, because a domain that cannot or must
 * not ask confirms nothing, and needs its documents most.
 */
export function findUnusedDocuments<D extends DocumentUse>(documents: readonly D[], age: number): readonly D[] {
  const newest = new Map<string, number>();
  for (const { connection, confirmedTime } of documents)
    newest.set(connection, Math.max(confirmedTime, newest.get(connection) ?? confirmedTime));
  return documents.filter(({ connection, confirmedTime }) => (newest.get(connection) ?? 0) - confirmedTime > age);
}
