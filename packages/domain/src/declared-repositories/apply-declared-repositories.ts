import type { Resolver } from "@headwater/resolver";
import type { Configuration } from "../configuration/configuration.ts";
import type { RepositoryChange } from "./plan-declared-repositories.ts";

export interface ApplyDeclaredRepositoriesOptions {
  /** Which steps to take. Default `all`; `missing` leaves repositories that exist as they are. */
  readonly apply?: "all" | "missing" | "nothing";
}

/** Makes the domain as the configuration declares it. */
export declare function applyDeclaredRepositories(
  domain: { readonly resolver: Resolver; readonly configuration: Configuration },
  options?: ApplyDeclaredRepositoriesOptions,
): Promise<{ readonly applied: readonly RepositoryChange[]; readonly remaining: readonly RepositoryChange[] }>;
