import type { PackageCoordinate, PackageFormat, RecordKey, RecordPrefix } from "@headwater/resolver";

/**
 * Every key shape of the store. Type words and package formats stand clear; every name, revision id and digest is a
 * keyed hash of 32 hex digits, so the longest key (a reference) has 156 characters and the limit of 220 is never near.
 *
 *     domain                                  repository/<repository>
 *     package/<repository>/<format>/<namespace>/<name>
 *     reference/<repository>/<format>/<namespace>/<name>/<version>
 *     revision/<id>                           asset/<sha512>
 *     external/<connection>/<format>/<namespace>/<name>
 *     garbage/<revision|asset>/<id>           group/<pattern>
 *     groups                                  schema   (the only record in clear text)
 */
export const SCHEMA_KEY = "schema";

/**
 * What this program reads and writes. Additive changes leave all of it alone; a breaking one raises `version`, sets
 * `release` to the first Headwater that knows it, and `minReader`, `minWriter` to the oldest versions that get along.
 */
export const STORE_SCHEMA = { version: 1, minReader: 1, minWriter: 1, release: "0.1.0" } as const;

/** Hashes one segment of a key. */
export type SegmentHash = (segment: string) => string;

/** Stored keys from `from` (included) to `to` (excluded), in code-unit order. */
export interface KeyRange {
  readonly from: string;
  readonly to: string;
}

/** The least string that sorts behind a stored key: no stored key has a character below `-`. */
export const justAfter = (key: string): string => `${key} `;

const only = (key: string): KeyRange => ({ from: key, to: justAfter(key) });

/** All keys that begin with a prefix ending in `/`; `0` is the character after it. */
const under = (prefix: string): KeyRange => ({ from: prefix, to: `${prefix.slice(0, -1)}0` });

function packageSegments(coordinate: PackageCoordinate, hash: SegmentHash): string {
  return `${coordinate.format}/${hash(coordinate.namespace ?? "")}/${hash(coordinate.name)}`;
}

/** Where a record is stored. */
export function storedKey(key: RecordKey, hash: SegmentHash): string {
  switch (key.type) {
    case "domain":
    case "groups":
      return key.type;
    case "repository":
      return `repository/${hash(key.repository)}`;
    case "package":
      return `package/${hash(key.repository)}/${packageSegments(key.package, hash)}`;
    case "reference":
      return `reference/${hash(key.repository)}/${packageSegments(key.coordinate, hash)}/${hash(key.coordinate.version)}`;
    case "revision":
      return `revision/${hash(key.revision)}`;
    case "asset":
      return `asset/${hash(key.sha512)}`;
    case "external":
      return `external/${hash(key.connection)}/${packageSegments(key.package, hash)}`;
    case "garbage":
      return `garbage/${key.of}/${hash(key.id)}`;
    case "group":
      return `group/${hash(key.pattern)}`;
  }
}

/** The stored keys that a prefix covers; for a whole key that key alone. */
export function storedRange(of: RecordPrefix | RecordKey, hash: SegmentHash): KeyRange {
  switch (of.type) {
    case "domain":
    case "groups":
      return only(storedKey(of, hash));
    case "repository":
      return "repository" in of ? only(storedKey(of, hash)) : under("repository/");
    case "package":
      if ("package" in of) return only(storedKey(of, hash));
      return under(`package/${hash(of.repository)}/${of.format === undefined ? "" : `${of.format}/`}`);
    case "reference":
      if ("coordinate" in of) return only(storedKey(of, hash));
      return under(
        `reference/${hash(of.repository)}/${of.package === undefined ? "" : `${packageSegments(of.package, hash)}/`}`,
      );
    case "revision":
      return "revision" in of ? only(storedKey(of, hash)) : under("revision/");
    case "asset":
      return "sha512" in of ? only(storedKey(of, hash)) : under("asset/");
    case "external":
      return "connection" in of ? only(storedKey(of, hash)) : under("external/");
    case "garbage":
      return "id" in of ? only(storedKey(of, hash)) : under("garbage/");
    case "group":
      return "pattern" in of ? only(storedKey(of, hash)) : under("group/");
  }
}

const packageNames = (coordinate: PackageCoordinate): readonly [string, string, string] => [
  coordinate.format,
  coordinate.namespace ?? "",
  coordinate.name,
];

/** The key as it travels inside the encrypted value, so that a listing can give names back. */
export function clearSegments(key: RecordKey): readonly string[] {
  switch (key.type) {
    case "domain":
    case "groups":
      return [key.type];
    case "repository":
      return ["repository", key.repository];
    case "package":
      return ["package", key.repository, ...packageNames(key.package)];
    case "reference":
      return ["reference", key.repository, ...packageNames(key.coordinate), key.coordinate.version];
    case "revision":
      return ["revision", key.revision];
    case "asset":
      return ["asset", key.sha512];
    case "external":
      return ["external", key.connection, ...packageNames(key.package)];
    case "garbage":
      return ["garbage", key.of, key.id];
    case "group":
      return ["group", key.pattern];
  }
}

const packageOf = (format = "", namespace = "", name = ""): PackageCoordinate =>
  namespace === "" ? { format: format as PackageFormat, name } : { format: format as PackageFormat, namespace, name };

/** The reverse of {@link clearSegments}; `undefined` for segments that no key has. */
export function keyFromSegments(segments: readonly string[]): RecordKey | undefined {
  const [type, first = "", second = "", third, fourth, fifth = ""] = segments;
  switch (type) {
    case "domain":
    case "groups":
      return { type };
    case "repository":
      return { type, repository: first };
    case "package":
      return { type, repository: first, package: packageOf(second, third, fourth) };
    case "reference":
      return { type, repository: first, coordinate: { ...packageOf(second, third, fourth), version: fifth } };
    case "revision":
      return { type, revision: first };
    case "asset":
      return { type, sha512: first };
    case "external":
      return { type, connection: first, package: packageOf(second, third, fourth) };
    case "garbage":
      return first === "revision" || first === "asset" ? { type, of: first, id: second } : undefined;
    case "group":
      return { type, pattern: first };
    default:
      return undefined;
  }
}
