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
  /** How each format reads the direct dependencies out of a manifest; one that is not here has none (G4). */
  readonly readDependencies?: Partial<Record<PackageFormat, (manifest: JsonObject) => readonly PackageDependency[]>>;
  /** How each format finds the README of a version; one that is not here has none (A8). */
  readonly readReadme?: Partial<Record<PackageFormat, ReadReadme>>;
  readonly settings: ResolverSettings;
}

/**
 * Finds the README of a version; `undefined` when there is none, or none that can be read.
 * @param openAsset the bytes of an asset; `undefined` when the version has none of that name, or its bytes are given up
 */
export type ReadReadme = (
  manifest: JsonObject,
  openAsset: (name: string) => Promise<ReadableStream<Uint8Array> | undefined>,
) => Promise<string | undefined>;

/** A direct dependency of a package version, in its format's own words. */
export interface PackageDependency {
  readonly namespace?: string;
  readonly package: string;
  /** For npm `regular`, `dev`, `peer` or `optional`. */
  readonly dependencyType: string;
  readonly versionRequirement: string;
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
