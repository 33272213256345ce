import type { RenditionStore, Resolver } from "@headwater/resolver";
import type { FormatRequest } from "../../format.ts";
import type { NpmExternalRegistry } from "../external-registry/npm-external-registry.ts";
import type { PackumentRenditions } from "../packument-renditions.ts";

/** The use cases that npm's routes need. */
export type NpmResolver = Pick<
  Resolver,
  | "viewPackage"
  | "fetchAsset"
  | "explain"
  | "listPackageVersionAssets"
  | "reachableConnections"
  | "searchHeldPackages"
  | "stageAsset"
  | "discardStagedAssets"
  | "publishPackageVersion"
  | "describeHeldPackage"
  | "editPackage"
>;

export interface NpmFormatOptions {
  readonly resolver: NpmResolver;
  readonly renditions: RenditionStore;
  readonly registry: NpmExternalRegistry;
  /** npm's default registry URL, with a trailing slash. */
  readonly defaultRegistryUrl: string;
}

/** What every route is given. */
export interface NpmContext extends NpmFormatOptions {
  readonly packuments: PackumentRenditions;
}

/** The decoded path segments that a pattern names; `package` is a whole npm name, its scope included. */
export type RouteParameters = Readonly<Record<string, string>>;

export interface Route {
  readonly methods: readonly string[];
  /** Literal segments and `:parameters`. */
  readonly pattern: string;
  respond(npm: NpmContext, request: FormatRequest, parameters: RouteParameters): Promise<Response>;
}
