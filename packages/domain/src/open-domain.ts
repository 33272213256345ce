import type { NpmFormat } from "@headwater/formats";
import type { Resolver } from "@headwater/resolver";
import type { Authenticate, Handler, Mount } from "@headwater/server";
import type { Configuration } from "./configuration/configuration.ts";
import type { LoadConfigurationOptions } from "./configuration/load.ts";

/** Something a person should know that stops nothing. */
export interface Warning {
  readonly code: "REPOSITORIES_DIFFER" | "SECRET_MISSING";
  readonly message: string;
  readonly hint?: string;
}

export interface OpenDomainOptions extends LoadConfigurationOptions {
  /** Default: warnings are dropped. */
  readonly onWarning?: (warning: Warning) => void;
  /** Make the domain's store when there is none. Default true; false: DOMAIN_NOT_FOUND instead. */
  readonly createIfMissing?: boolean;
}

export interface OpenDomain {
  readonly configuration: Configuration;
  readonly name: string;
  readonly owner: string;
  /** The repository that this project talks to; it need not exist (see `requireRepository`). */
  readonly repository: string;
  readonly resolver: Resolver;
  readonly formats: readonly NpmFormat[];
  /** The one door for requests; several may be open at once. */
  handler(options: {
    readonly mount: Mount;
    readonly authenticate: Authenticate;
    readonly cacheControl?: "no-cache" | "no-store";
    readonly onFault?: (error: unknown) => void;
  }): Handler;
  /**
   * The repository's name once it is sure to exist. Default: the project's own.
   * @throws REPOSITORY_NOT_FOUND saying where the name came from and which repositories there are
   */
  requireRepository(name?: string): Promise<string>;
  /** The token that `serve` asks for; `undefined` when none is configured. @throws CONFIGURATION_INVALID when its variable is not set */
  serverToken(): string | undefined;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Opens the domain that the configuration names, and makes declared repositories that are missing.
 * @throws what {@link loadConfiguration} throws; DOMAIN_NOT_FOUND; STORE_* and KEY_* as the store has it
 */
export declare function openDomain(options?: OpenDomainOptions): Promise<OpenDomain>;
