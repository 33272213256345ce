import { Parser, type ReadEntry } from "tar";
import { ignoreFileName } from "./ignore-file-name.ts";

/** A file of a package. Proven in test/extraction/extract-tarball.test.ts */
export interface PlainEntry {
  /** Below the package's folder, with `/` between; never empty. */
  readonly path: string;
  readonly mode: number;
  readonly bytes: Uint8Array;
}

const FILES = ["File", "OldFile", "ContiguousFile"];

/**
 * The files of a tarball, not compressed any more; `undefined` for one that must be unpacked with care: paths that lead out, other
 * packages inside, two entries that want one place, or anything that the reader warns of. Nothing but files counts, as for npm.
 */
export function readPlainEntries(tar: Buffer): readonly PlainEntry[] | undefined {
  const entries: PlainEntry[] = [];
  const places = createPlaces();
  const seenIgnores = new Set<string>();
  let isPlain = true;
  const read = (entry: ReadEntry): void => {
    const path = entry.path
      .split("/")
      .slice(1)
      .filter((part) => part !== "")
      .join("/");
    if (!FILES.includes(entry.type) || path === "") return entry.resume();
    const name = ignoreFileName(path, seenIgnores);
    if (!isPlain || name === undefined) return entry.resume();
    if (!isBelow(name) || !places.take(name)) isPlain = false;
    const mode = entry.mode ?? 0;
    const chunks: Buffer[] = [];
    entry.on("data", (chunk) => chunks.push(chunk));
    entry.on("end", () => {
      const [first] = chunks;
      const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
      entries.push({ path: name, mode, bytes });
    });
  };
  const parser = new Parser({ onReadEntry: read, onwarn: () => (isPlain = false) });
  parser.end(tar);
  return isPlain ? entries : undefined;
}

/** No step up, nothing that another package could lie behind, and no letters that disks make different things of. */
const isBelow = (path: string): boolean =>
  /^[ -~]+$/.test(path) &&
  path
    .toLowerCase()
    .split("/")
    .every((part) => part !== ".." && part !== "." && part !== "node_modules");

/** What is taken in the package's folder, on a disk that knows no capital letters too. */
function createPlaces(): { take(path: string): boolean } {
  const files = new Set<string>();
  const folders = new Set<string>();
  return {
    /** Whether nothing else wants the place of a file or of a folder above it. */
    take(path) {
      const place = path.toLowerCase();
      if (files.has(place) || folders.has(place)) return false;
      files.add(place);
      for (let at = place.lastIndexOf("/"); at !== -1; at = place.lastIndexOf("/", at - 1)) {
        const folder = place.slice(0, at);
        if (folders.has(folder)) break;
        if (files.has(folder)) return false;
        folders.add(folder);
      }
      return true;
    },
  };
}
