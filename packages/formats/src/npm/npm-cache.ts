import { join } from "node:path";

const SRI = /^sha(?:1|256|384|512)-[A-Za-z0-9+/]+={0,2}$/;

/** npm's cache, read by SRI. Whoever reads checks the bytes. */
export interface NpmCache {
  has(integrity: string): Promise<boolean>;
  /** `undefined` for what is not there. */
  read(integrity: string): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** @param cacheFolder npm's setting `cache` */
export function openNpmCache(cacheFolder: string): NpmCache {
  const folder = join(cacheFolder, "_cacache");
  const has = async (integrity: string): Promise<boolean> => {
    // cacache has no answer to an integrity that is none.
    if (integrity === "") return false;
    // Loaded here: most runs need no byte that the domain lacks.
    const { default: cacache } = await import("cacache");
    try {
      return (await cacache.get.hasContent(folder, integrity)) !== false;
    } catch {
      // A damaged or unreadable cache is one that has nothing: the bytes then come from the registry.
      return false;
    }
  };
  return {
    has: (text) => has(hashesOf(text)),
    async read(text) {
      const integrity = hashesOf(text);
      if (!(await has(integrity))) return undefined;
      const { default: cacache } = await import("cacache");
      return ReadableStream.from<Uint8Array>(cacache.get.stream.byDigest(folder, integrity));
    },
  };
}

const hashesOf = (text: string): string =>
  text
    .split(/\s+/)
    .filter((hash) => SRI.test(hash))
    .join(" ");
