/**
 * Which requests of Yarn belong to the domain: those to the project's default registry, to the registry of any scope, and to
 * the registry that Yarn would ask by itself. Everything else passes through untouched.
 */

/** The part of Yarn's configuration that says which registries a project uses. */
export interface RegistrySettings {
  /** `npmRegistryServer` */
  readonly registry: string;
  /** Yarn's own default, which is asked for scopes that are configured without a registry. */
  readonly defaultRegistry: string | undefined;
  /** `npmScopes.*.npmRegistryServer`; a scope without one uses the default. */
  readonly scopes: ReadonlyMap<string, string>;
}

/** Base URLs without a slash at the end, each once, the longest first. */
export function claimedRegistries({ registry, defaultRegistry, scopes }: RegistrySettings): readonly string[] {
  const urls = [registry, ...scopes.values(), ...(defaultRegistry === undefined ? [] : [defaultRegistry])];
  return [...new Set(urls.map(withoutSlash))].toSorted((a, b) => b.length - a.length);
}

/** Yarn fetches this scope from a registry of its own, unless the project says otherwise. */
const OWN_REGISTRY = "@jsr";

/** Every scope, with `@`, that is fetched past the domain: those that headwater.yml lists, and the one that Yarn itself sends elsewhere. */
export const directScopes = (listed: readonly string[], { scopes }: RegistrySettings): readonly string[] =>
  scopes.has(OWN_REGISTRY) ? listed : [...listed, OWN_REGISTRY];

/** The settings without the scopes that are fetched from their own registries: one that no other names is left alone as a whole. */
export const withoutDirect = (settings: RegistrySettings, direct: readonly string[]): RegistrySettings => ({
  ...settings,
  scopes: new Map([...settings.scopes].filter(([scope]) => !direct.includes(scope))),
});

/** The registry that a request goes to; `undefined` when it goes elsewhere. */
export function claimingRegistry(target: string, registries: readonly string[]): string | undefined {
  const url = normal(target);
  return registries.find((registry) => url.startsWith(`${normal(registry)}/`));
}

/**
 * The repository that a registry's URL names, where it is an endpoint of `headwater serve`: such a line in .yarnrc.yml says the
 * same with a server and without one. @param serverUrl with a slash at the end
 */
export function repositoryOfEndpoint(registry: string, serverUrl: string): string | undefined {
  const endpoint = `${normal(serverUrl)}/npm/`;
  const rest = normal(registry).startsWith(endpoint) ? normal(registry).slice(endpoint.length) : "";
  return rest === "" || rest.includes("/") ? undefined : rest;
}

/** A URL that has the form of a package's tarball: a lockfile may name one at a registry that is not configured any more. */
export const isTarballUrl = (target: string): boolean => /^https?:[^?#]*\/-\/[^/?#]+\.tgz$/.test(target);

/** The scope, with `@`, of the package that a registry's path speaks of, also below `/-/package/`. */
export function scopeOfPath(path: string): string | undefined {
  const [, scope] = /^\/(?:-\/package\/)?(@[^/%]+)(?:\/|%2f)/i.exec(path) ?? [];
  return scope;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

/** Hosts and default ports as `URL` writes them. */
const normal = (url: string): string => (URL.canParse(url) ? withoutSlash(new URL(url).href) : url);
