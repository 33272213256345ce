import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { ExtractionJob } from "./extraction-job.ts";
import { type PlainEntry, readPlainEntries } from "./plain-entries.ts";
import { unpackWithCare } from "./unpack-with-care.ts";

/**
 * Unpacks a package as pacote does: links and empty folders are left out, the first folder of each path is dropped, every file can be read and
 * written by its owner, and a `.gitignore` stands for a missing `.npmignore`. All in one go: in a worker nobody else waits.
 * Proven against pacote in test/extraction/extract-tarball.test.ts
 *
 * @returns warnings of the tarball's reader
 * @throws what Node and the tarball's reader throw
 */
export function extractTarball({ tarball, ...job }: Omit<ExtractionJob, "id">): readonly string[] {
  // Arborist makes the folders of packages that come, not of all that change.
  mkdirSync(job.folder, { recursive: true });
  emptyFolder(job.folder);
  const tar = isGzip(tarball) ? gunzipSync(tarball, { maxOutputLength: MAX_UNPACKED }) : Buffer.from(tarball);
  const entries = process.platform === "win32" ? undefined : readPlainEntries(tar);
  if (entries === undefined) return unpackWithCare(tar, job);
  writePlainEntries(entries, job);
  return [];
}

/** Nothing but what is written here lies in the folder, so nobody has to look before each step. */
function writePlainEntries(
  entries: readonly PlainEntry[],
  { folder, fileMode, folderMode, umask }: Omit<ExtractionJob, "id" | "tarball">,
): void {
  const made = new Set([""]);
  const make = (path: string): void => {
    if (made.has(path)) return;
    mkdirSync(join(folder, path), { recursive: true, mode: folderMode & ~umask });
    // Whoever makes a folder makes those above it.
    for (let at = path; at !== ""; at = parentOf(at)) made.add(at);
  };
  for (const { path, mode, bytes } of entries) {
    make(parentOf(path));
    writeFileSync(join(folder, path), bytes, { mode: ((mode | fileMode) & ~umask) | 0o600 });
  }
}

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

/** Packages inside node_modules are others' own. */
function emptyFolder(folder: string): void {
  for (const name of readdirSync(folder))
    if (name !== "node_modules") rmSync(join(folder, name), { recursive: true, force: true });
}

/** In bytes: every thread may hold as much. What is larger goes npm's way, as a stream. */
const MAX_UNPACKED = 64 * 1024 * 1024;

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
