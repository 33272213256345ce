import type { ExternalConnection, JsonValue, PackageCoordinate } from "@headwater/resolver";
import { conventionalTarballPath, isTarballPathOf } from "./tarball-path.ts";

/** What a tarball URL is judged by. */
export interface TarballOwner {
  readonly connection: ExternalConnection;
  /** npm's own default registry URL: mirrors repeat its packuments, so its host in them stands for the mirror. */
  readonly defaultRegistryUrl: string;
}

export interface TarballLocation {
  /** Relative to any registry's URL and without a host; what manifests hold. */
  readonly path: string;
  /** Where to fetch the bytes. On a foreign host it is as announced, so that fetching refuses it. */
  readonly url: string;
}

/**
 * Where the tarball of a version lies. A `dist.tarball` on the connection's own host is taken as it is, one on npm's default
 * host is looked for at the same path of the connection, and a missing one at the conventional path. The path in manifests
 * stays as announced when our routes can serve it, and is the conventional one otherwise (N6: no `%2F`, no port).
 */
export function tarballLocation(
  owner: TarballOwner,
  coordinate: PackageCoordinate,
  version: string,
  announced: JsonValue | undefined,
): TarballLocation {
  const base = owner.connection.url;
  const conventional = conventionalTarballPath(coordinate, version);
  const usual = { path: conventional, url: base + conventional };
  if (announced === base + conventional || announced === owner.defaultRegistryUrl + conventional) return usual;
  if (typeof announced !== "string" || announced === "" || !URL.canParse(announced, base)) return usual;

  const url = new URL(announced, base);
  const home = [base, owner.defaultRegistryUrl].map((text) => new URL(text)).find((own) => isSameHost(url, own));
  if (home === undefined) return { path: conventional, url: url.href };
  const relative = url.pathname.startsWith(home.pathname) ? url.pathname.slice(home.pathname.length) : undefined;
  const readable = relative?.replace(/^(?:@|%40)([^/%]+)(?:%2f|\/)/i, "@$1/");
  return {
    path: readable !== undefined && isTarballPathOf(coordinate, readable) ? readable : conventional,
    url: relative === undefined ? withPath(base, url.pathname + url.search) : base + relative + url.search,
  };
}

/** The base's host with another path; a path such as `//elsewhere/` cannot change the host. */
function withPath(base: string, path: string): string {
  return new URL(base).origin + path;
}

/** Does the URL lie on the connection's own host, so that a tarball may be fetched there? */
export function isOnOwnHost(connection: ExternalConnection, url: string): boolean {
  return URL.canParse(url) && isSameHost(new URL(url), new URL(connection.url));
}

/** Same host and port; `http` and `https` at their default ports are one host, because old packuments say `http`. */
function isSameHost(one: URL, other: URL): boolean {
  const web = one.protocol === "https:" || one.protocol === "http:";
  return web && one.hostname === other.hostname && one.port === other.port;
}
