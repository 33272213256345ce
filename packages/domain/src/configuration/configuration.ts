import type { TagPrecedenceRules } from "@headwater/resolver";

/** Which installed versions an install retains (design: "The way of a request"). */
export type RetainMode = "installed" | "lockfile" | "requested";

/** A secret by the name of the variable that holds it: the value itself never stands in a configuration. */
export interface EnvironmentReference {
  readonly type: "env";
  readonly name: string;
}

export type KeyReference = { readonly type: "file"; readonly path: string } | EnvironmentReference;

export interface ExternalConnectionConfiguration {
  /** With a trailing slash; `undefined`: the format's own default registry. */
  readonly url?: string;
  readonly token?: EnvironmentReference;
  readonly proxy?: string;
  /** Absolute path of a PEM file with further certificate authorities. */
  readonly ca?: string;
  /** Seconds for which the registry may be silent; `undefined`: the format's own patience. */
  readonly timeout?: number;
  /** Milliseconds for which the registry's word about a package holds; `undefined`: the resolver's own. */
  readonly freshness?: number;
}

/** A repository as the configuration declares it. What it leaves out, it does not have. */
export interface DeclaredRepository {
  readonly name: string;
  readonly upstreams: readonly string[];
  readonly externalConnection?: string;
  /** `undefined`: the description is left as it is. */
  readonly description?: string;
  /** `undefined`: the domain's owner. */
  readonly administratorAccount?: string;
  /** Whose dist-tags win, by pattern of package names; none: the upstream's. */
  readonly tagPrecedence?: TagPrecedenceRules;
}

/** The configuration, resolved: every path absolute, every default filled in. */
export interface Configuration {
  /** Absolute path of the file; `undefined` when there is none and all of this is default. */
  readonly file: string | undefined;
  /** Relative paths of the file are relative to this folder; without a file the folder of user data. */
  readonly folder: string;
  readonly domain: string;
  readonly owner: string;
  readonly store: {
    readonly references: { readonly type: "sqlite"; readonly path: string };
    readonly assets: { readonly type: "file"; readonly path: string };
    /** True when the references lie inside the folder of the configuration file: then the file alone decides about them. */
    readonly insideProject: boolean;
  };
  readonly encryption: { readonly key: KeyReference };
  /** Every variable that holds a secret of ours, set or not: HEADWATER_KEY and what the file names as `env:NAME`. No client may see them. */
  readonly secretVariables: readonly string[];
  /** By name, e.g. `public:npmjs`; only those that the file configures. */
  readonly externalConnections: Readonly<Record<string, ExternalConnectionConfiguration>>;
  /** In the order of the file. */
  readonly repositories: readonly DeclaredRepository[];
  /** The repository that this project talks to. */
  readonly repository: string;
  /** Where that name was found, for messages. */
  readonly repositorySource: "option" | "HEADWATER_REPOSITORY" | "file" | "default";
  readonly server: {
    /** With a trailing slash. */
    readonly url: string;
    readonly token?: EnvironmentReference;
  };
  readonly retain: RetainMode;
  readonly offline: boolean;
  /** Scopes, with `@`, that clients fetch past the domain. */
  readonly direct: readonly string[];
  /** False when HEADWATER_ENABLED turns Headwater off for this run. */
  readonly enabled: boolean;
}
