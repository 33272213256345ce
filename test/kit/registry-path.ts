/** What a request to an npm registry is for, by method and path. Scoped names come with `/`, `%2f` or `%2F`. */
export type RegistryPath =
  | { readonly kind: "packument"; readonly name: string }
  | { readonly kind: "manifest"; readonly name: string; readonly version: string }
  | { readonly kind: "tarball"; readonly name: string; readonly file: string }
  | { readonly kind: "dist-tags"; readonly name: string }
  | { readonly kind: "search"; readonly query: URLSearchParams }
  | { readonly kind: "ping" | "whoami" | "advisories-bulk" | "audits-quick" | "other" };

const name = String.raw`(?<name>@[^/@]+/[^/@]+|[^/@-][^/@]*)`;
const tarball = new RegExp(`^/${name}/-/(?:@[^/]+/)?(?<file>[^/]+[.]tgz)$`);
const distTags = new RegExp(`^/-/package/${name}/dist-tags$`);
const manifest = new RegExp(`^/${name}/(?<version>[^/-][^/]*)$`);
const packument = new RegExp(`^/${name}$`);

const fixed: Readonly<Record<string, "ping" | "whoami" | "advisories-bulk" | "audits-quick">> = {
  "GET /-/ping": "ping",
  "GET /-/whoami": "whoami",
  "POST /-/npm/v1/security/advisories/bulk": "advisories-bulk",
  "POST /-/npm/v1/security/audits/quick": "audits-quick",
};

const decoded = (path: string): string | undefined => {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
};

export const parseRegistryPath = (method: string, target: string): RegistryPath => {
  const { pathname, searchParams } = new URL(target, "http://registry.invalid");
  const path = decoded(pathname);
  const kind = fixed[`${method} ${pathname}`];
  if (kind !== undefined) return { kind };
  if (path === undefined || !["GET", "HEAD"].includes(method)) return { kind: "other" };
  if (path === "/-/v1/search") return { kind: "search", query: searchParams };
  const groups = (pattern: RegExp): Record<string, string> | undefined => pattern.exec(path)?.groups;
  const asTarball = groups(tarball);
  if (asTarball !== undefined) return { kind: "tarball", name: asTarball["name"] ?? "", file: asTarball["file"] ?? "" };
  const asTags = groups(distTags);
  if (asTags !== undefined) return { kind: "dist-tags", name: asTags["name"] ?? "" };
  const asPackument = groups(packument);
  if (asPackument !== undefined) return { kind: "packument", name: asPackument["name"] ?? "" };
  const asManifest = groups(manifest);
  if (asManifest !== undefined) {
    return { kind: "manifest", name: asManifest["name"] ?? "", version: asManifest["version"] ?? "" };
  }
  return { kind: "other" };
};
