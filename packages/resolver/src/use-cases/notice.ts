/** A fact that the answer carries beside its content, e.g. that the public registry could not be asked. */
export interface Notice {
  readonly code:
    | "EXTERNAL_REGISTRY_UNREACHABLE"
    | "SEARCH_LIMIT_REACHED"
    | "VERSIONS_WITHHELD"
    | "TAG_SHADOWED"
    | "NOT_STORED_HERE"
    | "HIDDEN_VERSIONS_KEPT";
  readonly message: string;
}
