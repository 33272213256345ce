import type { JsonObject } from "../asset/canonical-json.ts";
import type { PackageFormat } from "../names/coordinate.ts";
import type { AssetStore } from "./asset-store.ts";
import type { Clock } from "./clock.ts";
import type { ExternalConnection, ExternalRegistry } from "./external-registry.ts";
import type { ReferenceStore } from "./reference-store.ts";
import type { RenditionStore } from "./rendition-store.ts";

/** What a manifest says about its package version (A7). */
export interface ManifestSummary {
  readonly summary?: string;
  readonly homePage?: string;
  readonly sourceCodeRepository?: string;
  readonly licenses: readonly string[];
}

/** Everything the use cases stand on. */
export interface ResolverPorts {
  readonly references: ReferenceStore;
  readonly assets: AssetStore;
  /** Derived bytes, which the sweep takes when nobody asks for them any more. Default: there are none. */
  readonly renditions?: RenditionStore;
  /** One per format that can have an external connection. */
  readonly externalRegistries: readonly ExternalRegistry[];
  /** Connections as configured, by name; an association with another name is refused. */
  readonly connections: ReadonlyMap<string, ExternalConnection>;
  readonly clock: Clock;
  /** How each format reads a manifest. */
  readonly summarizeManifest: Partial<Record<PackageFormat, (manifest: JsonObject) => ManifestSummary>>;
  readonly settings: ResolverSettings;
}

export interface ResolverSettings {
  /** The region that ARNs name. Default `local`. */
  readonly region: string;
  /** How long, in milliseconds, a registry's word about a package holds before it is asked again. Default 5 minutes. */
  readonly metadataFreshness: number;
  /** How long, in milliseconds, to wait for a registry when an older answer is at hand. Default 10 seconds. */
  readonly revalidationTimeout: number;
}

export const DEFAULT_RESOLVER_SETTINGS: ResolverSettings = {
  region: "local",
  metadataFreshness: 5 * 60_000,
  revalidationTimeout: 10_000,
};
