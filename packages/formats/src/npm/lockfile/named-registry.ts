import { HeadwaterError } from "@headwater/resolver";
import { isLoopback } from "../../loopback.ts";
import { registryTarball } from "./registry-tarball.ts";
import type { WrittenUrl } from "./written-url.ts";

/**
 * The registry that a lockfile of Yarn 1 shows to be Yarn's own default, when nobody says which one that is: the one registry
 * in it, besides npm's, that lies at the root of an `https` host, as public registries do and proxies seldom do.
 * `undefined` when there is none.
 *
 * @throws INVALID_ARGUMENT when there are several
 */
export function namedRegistry(urls: readonly WrittenUrl[], npmRegistry: string, file: string): string | undefined {
  const found = new Set<string>();
  for (const { name, version, url, isAskedFor } of urls) {
    const tarball = isAskedFor ? undefined : registryTarball(url, name, version);
    if (tarball !== undefined && !tarball.hasExtras && isPublic(tarball.registry)) found.add(tarball.registry);
  }
  found.delete(npmRegistry);
  if (found.size <= 1) return [...found][0];
  throw new HeadwaterError(
    "INVALID_ARGUMENT",
    `${file} names several registries that may be Yarn's default one: ${[...found].join(", ")}.`,
    { hint: "Say which one it is: --registry URL.", details: { file, registries: [...found] } },
  );
}

function isPublic(registry: string): boolean {
  const { protocol, hostname, port, pathname } = new URL(registry);
  const isNumber = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return protocol === "https:" && pathname === "/" && port === "" && !isNumber && !isLoopback(hostname);
}
