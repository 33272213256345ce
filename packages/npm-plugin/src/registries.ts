import { type OpenDomain, repositoryOfEndpoint } from "@headwater/domain";

/** A registry whose requests are answered by a repository. */
export interface ClaimedRegistry {
  /** With a slash at the end. */
  readonly url: string;
  readonly repository: string;
}

/** What npm's settings say of registries. */
export interface RegistrySettings {
  readonly registry: string;
  /** URLs of `@scope:registry` lines. */
  readonly scopes: readonly string[];
}

export interface ClaimedRegistriesOptions extends RegistrySettings {
  readonly configuration: Pick<OpenDomain["configuration"], "server">;
  /** The project's own repository. */
  readonly repository: string;
  /** The repository's own endpoint, and the registries that its connections reach: their packages are the domain's. */
  readonly known: readonly string[];
}

/**
 * Which registries are answered in process: the one that the project is configured with, those behind the connections, and
 * for a scope only an endpoint of ours. Any other registry of a scope is honoured as it stands: foreign. That is npm's default
 * registry too, when neither the project nor a connection goes there: its packages are not those of the registry that stands for it.
 * Proven in test/registries.test.ts
 */
export function claimedRegistries(options: ClaimedRegistriesOptions): readonly ClaimedRegistry[] {
  const { configuration, repository, registry, scopes, known } = options;
  const claimed = new Map<string, string>();
  for (const url of scopes) {
    const named = repositoryOfEndpoint(configuration, url);
    if (named !== undefined) claimed.set(withSlash(url), named);
  }
  // An endpoint here has named the repository already, unless somebody has done it more plainly.
  for (const url of [...known, registry]) claimed.set(withSlash(url), repository);
  // Of two that match, the longer is the more exact.
  return [...claimed]
    .map(([url, each]) => ({ url, repository: each }))
    .toSorted((one, other) => other.url.length - one.url.length);
}

/** The claimed registry that a URL is of, whatever the scheme; `undefined`: foreign. */
export function claimOf(
  url: URL,
  claimed: readonly ClaimedRegistry[],
): (ClaimedRegistry & { readonly path: string }) | undefined {
  for (const each of claimed) {
    const { host, pathname } = new URL(each.url);
    if (host === url.host && url.pathname.startsWith(pathname))
      return { ...each, path: url.pathname.slice(pathname.length) + url.search };
  }
  return undefined;
}

/** What npm's flat settings say of registries. */
export function registrySettings(flat: Readonly<Record<string, unknown>>): RegistrySettings {
  const scopes = Object.entries(flat).flatMap(([key, value]) =>
    /^@.*:registry$/i.test(key) && typeof value === "string" ? [value] : [],
  );
  return { registry: String(flat["registry"]), scopes };
}

/** The registry that npm asks for a package: its scope's, else the general one. */
export function registryOf(name: string, flat: Readonly<Record<string, unknown>>): string {
  const [scope = ""] = name.startsWith("@") ? name.split("/") : [];
  const own = flat[`${scope}:registry`];
  return typeof own === "string" && scope !== "" ? own : String(flat["registry"]);
}

/** Whom npm asks for packages. */
export interface AskedRegistries {
  readonly claimed: readonly ClaimedRegistry[];
  /** The registry that npm asks for a package of this name. */
  readonly registryOf: (name: string) => string;
  /** npm's default registry, with a slash at the end. */
  readonly defaultRegistry: string;
}

/**
 * The repository that answers for a package; `undefined`: it comes from elsewhere. Where a lockfile names no URL, or npm's default
 * registry, npm asks the registry that it is told to ask; where it names another, that one.
 */
export function answeringRepository(
  { name, resolved }: { readonly name: string; readonly resolved?: string },
  { claimed, registryOf: registryFor, defaultRegistry }: AskedRegistries,
): string | undefined {
  const url = resolved === undefined || resolved.startsWith(defaultRegistry) ? registryFor(name) : resolved;
  return URL.canParse(url) ? claimOf(new URL(url), claimed)?.repository : undefined;
}

/** The registries that a lockfile names for packages of the domain: npm's default one stands in it for whichever npm asks. */
export const lockedRegistries = ({ claimed, defaultRegistry }: AskedRegistries): readonly string[] => [
  ...claimed.map(({ url }) => url),
  defaultRegistry,
];

const withSlash = (url: string): string => `${url.replace(/\/+$/, "")}/`;
