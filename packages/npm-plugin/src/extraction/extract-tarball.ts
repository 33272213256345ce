import { readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type ReadEntry, UnpackSync } from "tar";
import type { ExtractionJob } from "./extraction-job.ts";

/**
 * Unpacks a package as pacote does: links are left out, the first folder of each path is dropped, every file can be read and
 * written by its owner, and a `.gitignore` stands for a missing `.npmignore`. All in one go: in a worker nobody else waits.
 * Proven against pacote in test/extraction/extract-tarball.test.ts
 *
 * @returns warnings of the tarball's reader
 * @throws what Node and the tarball's reader throw
 */
export function extractTarball({ tarball, folder, ...modes }: Omit<ExtractionJob, "id">): readonly string[] {
  const warnings: string[] = [];
  const seenIgnores = new Set<string>();
  emptyFolder(folder);
  const unpack = new UnpackSync({
    cwd: folder,
    strip: 1,
    noChmod: true,
    noMtime: true,
    preserveOwner: false,
    umask: modes.umask,
    onwarn: (code, message) => warnings.push(`${code} ${String(message)}`),
    filter: (_path, entry) => {
      const read = entry as ReadEntry;
      if (read.type.endsWith("Link")) return false;
      const isFolder = read.type === "Directory" || read.type === "GNUDumpDir";
      const least = isFolder ? modes.folderMode : read.type.endsWith("File") ? modes.fileMode : 0;
      read.mode = (((read.mode ?? 0) | least) & ~modes.umask) | 0o600;
      return isFolder || keepsIgnoreFile(read, seenIgnores);
    },
  });
  unpack.end(isGzip(tarball) ? gunzipSync(tarball) : Buffer.from(tarball));
  return warnings;
}

/** What `npm pack` does with ignore files, undone: whichever comes last of the two must not win over `.npmignore`. */
function keepsIgnoreFile(entry: ReadEntry, seenIgnores: Set<string>): boolean {
  const name = basename(entry.path);
  if (name === ".npmignore") seenIgnores.add(entry.path);
  if (name !== ".gitignore") return true;
  const renamed = entry.path.replace(/\.gitignore$/, ".npmignore");
  if (seenIgnores.has(renamed)) return false;
  entry.path = renamed;
  return true;
}

/** Packages inside node_modules are others' own. */
function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder))
    if (name !== "node_modules") rmSync(join(folder, name), { recursive: true, force: true });
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
