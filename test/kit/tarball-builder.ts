import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { Header } from "tar";

export type PackageToBuild = {
  readonly name: string;
  readonly version: string;
  /** Path in the package to content. A package.json made from `manifest` is added. Default: one index.js. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Further fields of package.json: dependencies, bin, scripts, os, deprecated, … */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Further fields of `dist`: signatures, attestations, … */
  readonly dist?: Readonly<Record<string, unknown>>;
};

/** One version's manifest as a registry serves it. */
export type ServedManifest = {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly version: string;
  readonly dist: {
    readonly [field: string]: unknown;
    readonly integrity?: string | undefined;
    readonly shasum?: string | undefined;
    readonly tarball?: string | undefined;
  };
};

export type BuiltPackage = {
  readonly name: string;
  readonly version: string;
  readonly tarball: Buffer;
  /** SRI sha512 of the tarball. */
  readonly integrity: `sha512-${string}`;
  /** sha1 of the tarball in hex. */
  readonly shasum: string;
  /** With `dist`, but without `dist.tarball`: whoever serves it says where it is. */
  readonly manifest: ServedManifest;
};

const mtime = new Date("1985-10-26T08:15:00Z");

const entry = (path: string, content: Buffer, mode: number): Buffer => {
  const header = Buffer.alloc(512);
  const facts = {
    path,
    mode,
    size: content.length,
    type: "File",
    mtime,
    uid: 0,
    gid: 0,
    uname: "",
    gname: "",
  } as const;
  if (new Header(facts).encode(header)) throw new Error(`path is too long for a plain tar header: ${path}`);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
};

const asBuffer = (content: string | Uint8Array): Buffer =>
  typeof content === "string" ? Buffer.from(content) : Buffer.from(content.buffer, content.byteOffset, content.length);

const gzip = (tar: Buffer): Buffer => {
  const bytes = gzipSync(tar, { level: 9 });
  // The header names the operating system; the bytes must not.
  bytes[9] = 255;
  return bytes;
};

/** A tar of `files`, each below `package/`, not compressed. */
export const tarOf = (
  files: Readonly<Record<string, string | Uint8Array>>,
  executables: readonly string[] = [],
): Buffer => {
  const entries = Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, content]) => entry(`package/${path}`, asBuffer(content), executables.includes(path) ? 0o755 : 0o644));
  return Buffer.concat([...entries, Buffer.alloc(1024)]);
};

/** Gzipped tar of `files`, each below `package/`: the same bytes for the same input. */
const buildTarball = (
  files: Readonly<Record<string, string | Uint8Array>>,
  executables: readonly string[] = [],
): Buffer => gzip(tarOf(files, executables));

/** A package version made in memory, as if published: tarball, its digests and the manifest a registry serves. */
export const buildPackage = (options: PackageToBuild): BuiltPackage => {
  const { name, version, files = { "index.js": `module.exports = '${name}@${version}'\n` }, dist = {} } = options;
  const packageJson = { name, version, license: "MIT", ...options.manifest };
  const bin = "bin" in packageJson ? packageJson.bin : undefined;
  const executables = typeof bin === "string" ? [bin] : Object.values((bin ?? {}) as Record<string, string>);
  const tarball = buildTarball(
    { "package.json": `${JSON.stringify(packageJson, null, 2)}\n`, ...files },
    executables.map((path) => path.replace(/^\.\//, "")),
  );
  const integrity = `sha512-${createHash("sha512").update(tarball).digest("base64")}` as const;
  const shasum = createHash("sha1").update(tarball).digest("hex");
  const manifest = { ...packageJson, _id: `${name}@${version}`, dist: { integrity, shasum, ...dist } };
  return { name, version, tarball, integrity, shasum, manifest };
};
