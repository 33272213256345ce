import type { PackageCoordinate } from "../names/coordinate.ts";
import type { IndexChanges } from "./index-changes.ts";

/** What asking the registries again has changed of what the repository shows. */
export interface RefreshReport {
  readonly repository: string;
  readonly package: PackageCoordinate;
  /** In the order of the search. */
  readonly registries: readonly RefreshedRegistry[];
}

export interface RefreshedRegistry extends IndexChanges {
  /** The repository that has the connection. */
  readonly repository: string;
  readonly connection: string;
  /** `new`: the domain had not asked before; `gone`: the registry had the package and has it no more; `absent`: it never had it. */
  readonly state: "new" | "changed" | "unchanged" | "gone" | "absent";
}
