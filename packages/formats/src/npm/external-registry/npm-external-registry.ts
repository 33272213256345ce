import type {
  Clock,
  ExternalConnection,
  ExternalDocument,
  ExternalRegistry,
  JsonObject,
  PackageCoordinate,
  PackageVersionCoordinate,
} from "@headwater/resolver";
import type { Packument } from "../packument/parse.ts";
import type { ExternalCredentials } from "./credentials.ts";
import type { Fetch } from "./fetch.ts";
import type { ProxySettings } from "./proxy-settings.ts";
import type { Timeouts } from "./timeouts.ts";
import type { TlsSettings } from "./tls-settings.ts";

/** An answer that is given on as it came. */
export interface PassedAnswer {
  /** Below 500, and neither 401, 403, 407, 429 nor 451. An error has a body that says more. */
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array;
}

/** One page of the public registry's search. */
export interface ExternalSearchResult {
  readonly objects: readonly JsonObject[];
  readonly total: number;
}

/** The port `ExternalRegistry` for npm, and what npm clients ask beyond packages. Every method may throw as the port says. */
export interface NpmExternalRegistry extends ExternalRegistry {
  /** The whole packument of a document. Cheap for a document read before. @throws EXTERNAL_REGISTRY_INVALID_ANSWER */
  readPackument(coordinate: PackageCoordinate, document: ExternalDocument): Promise<Packument>;
  /** @param query the client's own query string parameters */
  search(
    connection: ExternalConnection,
    query: URLSearchParams,
    options?: { readonly signal?: AbortSignal },
  ): Promise<ExternalSearchResult>;
  /** Security advisories; the body goes on as the client sent it, with its content encoding. */
  advisories(
    connection: ExternalConnection,
    kind: "bulk" | "quick" | "full",
    body: Uint8Array,
    contentEncoding: string | undefined,
    options?: { readonly signal?: AbortSignal },
  ): Promise<PassedAnswer>;
  attestations(
    connection: ExternalConnection,
    coordinate: PackageVersionCoordinate,
    options?: { readonly signal?: AbortSignal },
  ): Promise<PassedAnswer>;
  /** The public keys of the registry's signatures. */
  signingKeys(connection: ExternalConnection, options?: { readonly signal?: AbortSignal }): Promise<PassedAnswer>;
  /** Closes idle connections. */
  close(): Promise<void>;
}

export interface NpmExternalRegistryOptions {
  /** npm's default registry URL: tarballs announced there are fetched from the connection instead. */
  readonly defaultRegistryUrl: string;
  /** How requests leave this process; by default undici, loaded at the first request. */
  readonly fetch?: Fetch;
  /** Proxies for the default `fetch`; none by default, whatever the environment says. */
  readonly proxy?: ProxySettings;
  /** PEM certificates that the default `fetch` trusts beside the runtime's own. */
  readonly certificateAuthorities?: readonly string[];
  /** TLS of the default `fetch`. */
  readonly tls?: TlsSettings;
  /** By the connection's name. Sent to the connection's own host only. */
  readonly credentials?: Readonly<Record<string, ExternalCredentials>>;
  readonly timeouts?: Partial<Timeouts>;
  /** How often a failed request is tried again; 2 by default, as npm does. */
  readonly retries?: number;
  /** Larger packuments are refused, in bytes after decoding; 128 MiB by default. */
  readonly maxPackumentBytes?: number;
  /** Larger tarballs are refused, in bytes; 5 GiB by default, as large as an asset may be. */
  readonly maxTarballBytes?: number;
  /** Packuments kept parsed, in bytes of their text; 64 MiB by default. */
  readonly parsedBytes?: number;
  /** Never open a connection: everything that needs one is EXTERNAL_REGISTRY_UNREACHABLE. */
  readonly offline?: boolean;
  /** For how many milliseconds an unreachable registry is not asked again; 30,000 by default, 0 for never. */
  readonly unreachableFor?: number;
  /** What the registry sees as the client. */
  readonly userAgent?: string;
  readonly clock?: Clock;
  /** Waits between tries; a timer by default. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}
