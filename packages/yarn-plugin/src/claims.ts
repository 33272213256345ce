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

/** Base URLs without a slash at the end, each once. */
export function claimedRegistries({ registry, defaultRegistry, scopes }: RegistrySettings): readonly string[] {
  const urls = [registry, ...scopes.values(), ...(defaultRegistry === undefined ? [] : [defaultRegistry])];
  return [...new Set(urls.map(withoutSlash))];
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

/** A request's place: the registry as the settings have it, and what follows it, beginning with one slash. */
export interface Claim {
  readonly registry: string;
  readonly path: string;
}

/** Where a request goes; `undefined` when that is none of the registries. Of two that begin alike the longer one has it. */
export function claimOf(target: string, registries: readonly string[]): Claim | undefined {
  const url = normal(target);
  let claim: Claim | undefined;
  let longest = 0;
  for (const registry of registries) {
    const base = normal(registry);
    if (base.length <= longest || !url.startsWith(`${base}/`)) continue;
    longest = base.length;
    claim = { registry, path: url.slice(base.length).replace(/^\/+/, "/") };
  }
  return claim;
}

/** A URL that has the form of a package's tarball: a lockfile may name one at a registry that is not configured any more. */
export const isTarballUrl = (target: string): boolean => /^https?:[^?#]*\/-\/[^/?#]+\.tgz$/.test(target);

/** The scope, with `@`, of the package that a registry's path speaks of, also below `/-/package/`. */
export function scopeOfPath(path: string): string | undefined {
  const [, scope] = /^\/(?:-\/package\/)?(@[^/%]+)(?:\/|%2f)/i.exec(path) ?? [];
  return scope;
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

/** Host, port and path as `URL` writes them. Old Nodes get as far as this file, and have no `URL.canParse`. */
function normal(url: string): string {
  try {
    return withoutSlash(new URL(url).href);
  } catch {
    return url;
  }
}
