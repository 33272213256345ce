import type { RepositoryDescription } from "@headwater/resolver";
import type { DeclaredRepository } from "../configuration/configuration.ts";

/** One step that makes the domain as declared. */
export type RepositoryChange =
  | { readonly type: "create"; readonly repository: string; readonly upstreams: readonly string[]; readonly description?: string; readonly administratorAccount?: string }
  | { readonly type: "set-upstreams"; readonly repository: string; readonly from: readonly string[]; readonly to: readonly string[] }
  | { readonly type: "set-description"; readonly repository: string; readonly from: string; readonly to: string }
  | { readonly type: "associate"; readonly repository: string; readonly connection: string }
  | { readonly type: "disassociate"; readonly repository: string; readonly connection: string };

/** One line for a person. */
export declare function describeRepositoryChange(change: RepositoryChange): string;

/**
 * What must change so that the domain has the declared repositories, upstreams before those that name them. Repositories
 * that are not declared are left alone.
 */
export declare function planDeclaredRepositories(
  declared: readonly DeclaredRepository[],
  existing: ReadonlyMap<string, Pick<RepositoryDescription, "upstreams" | "externalConnections" | "description">>,
): readonly RepositoryChange[];
