import { Parser, type ReadEntry } from "tar";
import { ignoreFileName } from "./ignore-file-name.ts";

/** A file of a package, or a folder without bytes. */
export interface PlainEntry {
  /** Below the package's folder, with `/` between; never empty. */
  readonly path: string;
  readonly mode: number;
  readonly bytes?: Uint8Array;
}

const FILES = ["File", "OldFile", "ContiguousFile"];
const FOLDERS = ["Directory", "GNUDumpDir"];

/**
 * The files of a tarball, not compressed any more, links left out; `undefined` for one that must be unpacked with care: paths that
 * lead out, other packages inside, files that come twice, or anything that the reader warns of.
 */
export function readPlainEntries(tar: Buffer): readonly PlainEntry[] | undefined {
  const entries: PlainEntry[] = [];
  const paths = new Set<string>();
  const seenIgnores = new Set<string>();
  let isPlain = true;
  const read = (entry: ReadEntry): void => {
    const { type } = entry;
    const isFile = FILES.includes(type);
    const path = entry.path
      .split("/")
      .slice(1)
      .filter((part) => part !== "")
      .join("/");
    if (type.endsWith("Link") || path === "") return entry.resume();
    if ((!isFile && !FOLDERS.includes(type)) || !isBelow(path)) isPlain = false;
    const name = isFile ? ignoreFileName(path, seenIgnores) : path;
    if (!isPlain || name === undefined) return entry.resume();
    if (isFile && paths.has(name)) isPlain = false;
    if (isFile) paths.add(name);
    const mode = entry.mode ?? 0;
    if (!isFile) entries.push({ path: name, mode });
    const chunks: Buffer[] = [];
    entry.on("data", (chunk) => chunks.push(chunk));
    entry.on("end", () => {
      const [first] = chunks;
      const bytes = first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks);
      if (isFile) entries.push({ path: name, mode, bytes });
    });
  };
  const parser = new Parser({ onReadEntry: read, onwarn: () => (isPlain = false) });
  parser.end(tar);
  return isPlain ? entries : undefined;
}

/** No step up, nothing that another package could lie behind. */
const isBelow = (path: string): boolean =>
  !path.includes("\0") && path.split("/").every((part) => part !== ".." && part !== "." && part !== "node_modules");
