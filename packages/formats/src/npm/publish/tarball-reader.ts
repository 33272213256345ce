import { once } from "node:events";
import { createGunzip } from "node:zlib";
import { type JsonObject, isHeadwaterError } from "@headwater/resolver";
import { Parser, type ReadEntry } from "tar";
import { asJsonObject } from "../json-object.ts";
import { publishRefused } from "./refuse-publish.ts";

/** What a tarball says about itself. */
export interface TarballContents {
  /** Its `package.json`; of several the last, which is the one that unpacking leaves. */
  readonly packageJson: JsonObject;
  readonly readme?: { readonly file: string; readonly text: string };
  readonly hasShrinkwrap: boolean;
  readonly fileCount: number;
  /** In bytes. */
  readonly unpackedSize: number;
}

/** Looks into a tarball while its bytes pass. Nothing is unpacked: where an entry would lead does not matter here. */
export interface TarballReader {
  /** Never fails: what is wrong is told at the end, when all bytes are there. */
  write(bytes: Uint8Array): Promise<void>;
  /** @throws INVALID_ARGUMENT, TOO_LARGE */
  end(): Promise<TarballContents>;
  /** Lets go of everything. */
  abort(): void;
}

/** No package unpacks to more; a tarball of zeros would otherwise keep the machine busy. */
const MAX_UNPACKED_BYTES = 5 * 1024 ** 3;
const MAX_PACKAGE_JSON_BYTES = 4 * 1024 * 1024;
/** A larger one is left out (A7). */
const MAX_README_BYTES = 400 * 1024;
const CHUNK_BYTES = 64 * 1024;
const TAR_BLOCK_BYTES = 512;

interface Found {
  packageJson: Buffer | undefined;
  readme: { file: string; bytes: Buffer } | undefined;
  hasShrinkwrap: boolean;
  fileCount: number;
  unpackedSize: number;
}

export function createTarballReader(): TarballReader {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  let failure: { readonly error: unknown } | undefined;
  const reading = readTar(gunzip).catch((error: unknown) => {
    failure = { error };
    gunzip.destroy();
    return undefined;
  });

  return {
    async write(bytes) {
      if (failure !== undefined || gunzip.destroyed) return;
      if (!gunzip.write(bytes)) await Promise.race([once(gunzip, "drain"), reading]).catch(() => undefined);
    },
    async end() {
      gunzip.end();
      const found = await reading;
      if (found === undefined) throw isHeadwaterError(failure?.error) ? failure.error : unreadable(failure?.error);
      return contentsOf(found);
    },
    abort: () => void gunzip.destroy(),
  };
}

async function readTar(tar: AsyncIterable<Buffer>): Promise<Found> {
  const found: Found = {
    packageJson: undefined,
    readme: undefined,
    hasShrinkwrap: false,
    fileCount: 0,
    unpackedSize: 0,
  };
  // What lies within is tar and nothing else: the parser would inflate a second layer at once, however large it gets.
  const parser = new Parser({ onReadEntry: (entry) => readEntry(entry, found), brotli: false, zstd: false });
  let unpacked = 0;
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of tar) {
    unpacked += chunk.byteLength;
    if (unpacked > MAX_UNPACKED_BYTES) throw unpacksToTooMuch();
    if (head === undefined) {
      parser.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    // The parser looks for gzip in its first bytes as well, and cannot be told not to.
    if (head[0] === 0x1f && head[1] === 0x8b) throw new Error("It is compressed twice.");
    if (head.byteLength < TAR_BLOCK_BYTES) continue;
    parser.write(head);
    head = undefined;
  }
  if (head !== undefined) parser.write(head);
  const ended = once(parser, "end");
  parser.end();
  await ended;
  return found;
}

function readEntry(entry: ReadEntry, found: Found): void {
  // npm, as all others, leaves out the first part of each path.
  const [, file, ...deeper] = entry.path.split("/");
  const isFile = entry.type === "File" || entry.type === "OldFile" || entry.type === "ContiguousFile";
  if (isFile) {
    found.fileCount += 1;
    found.unpackedSize += entry.size;
  }
  const atRoot = isFile && deeper.length === 0 ? file : undefined;
  if (atRoot === "npm-shrinkwrap.json") found.hasShrinkwrap = true;
  if (atRoot === "package.json") {
    collect(entry, MAX_PACKAGE_JSON_BYTES, (bytes) => (found.packageJson = bytes));
  } else if (atRoot !== undefined && isBetterReadme(atRoot, found.readme?.file)) {
    collect(entry, MAX_README_BYTES, (bytes) => (found.readme = { file: atRoot, bytes }));
  } else entry.resume();
}

/** A README in Markdown goes before any other, as npm has it. */
function isBetterReadme(file: string, than: string | undefined): boolean {
  if (!/^readme(?:\.|$)/i.test(file)) return false;
  return than === undefined || (isMarkdown(file) && !isMarkdown(than));
}

const isMarkdown = (file: string): boolean => /\.(?:md|markdown|mkd|mdown)$/i.test(file);

/** Gives a small entry whole; a larger one, or one that is cut off, not at all. */
function collect(entry: ReadEntry, maxBytes: number, done: (bytes: Buffer) => void): void {
  if (entry.size > maxBytes) {
    entry.resume();
    return;
  }
  const chunks: Buffer[] = [];
  entry.on("data", (chunk: Buffer) => void chunks.push(chunk));
  entry.on("end", () => {
    const bytes = Buffer.concat(chunks);
    if (bytes.byteLength === entry.size) done(bytes);
  });
}

function contentsOf({ packageJson: bytes, readme, ...facts }: Found): TarballContents {
  if (bytes === undefined) throw publishRefused("its tarball has no package.json that can be read");
  return {
    packageJson: parsePackageJson(bytes),
    ...(readme === undefined ? {} : { readme: { file: readme.file, text: readme.bytes.toString("utf8") } }),
    ...facts,
  };
}

function parsePackageJson(bytes: Buffer): JsonObject {
  let parsed: unknown;
  try {
    // As npm reads it: a byte order mark is passed over.
    parsed = JSON.parse(bytes.toString("utf8").replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw publishRefused("the package.json in its tarball is no JSON", { cause });
  }
  const packageJson = asJsonObject(parsed);
  if (packageJson === undefined) throw publishRefused("the package.json in its tarball is no JSON object");
  return packageJson;
}

const unpacksToTooMuch = () =>
  publishRefused(`its tarball unpacks to more than ${MAX_UNPACKED_BYTES} bytes`, {
    code: "TOO_LARGE",
    hint: "Nothing was published. Leave out of the package what nobody needs.",
    details: { maxBytes: MAX_UNPACKED_BYTES },
  });

const unreadable = (cause: unknown) =>
  publishRefused("its tarball cannot be read: it is no gzip, or broken off", { cause });
