import type { RecordKey, RecordPrefix } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { makeDomainKeys } from "../src/encryption/domain-keys.ts";
import { createSegmentHash } from "../src/encryption/segment-hash.ts";
import { SCHEMA_KEY, clearSegments, justAfter, keyFromSegments, storedKey, storedRange } from "../src/keys.ts";
import { textLike } from "./matchers.ts";

const hash = createSegmentHash(makeDomainKeys().address);
const LONG = "ü/..%00".repeat(60);
const scoped = { format: "npm", namespace: "babel", name: LONG } as const;
const plain = { format: "generic", name: "lodash" } as const;

const KEYS: readonly RecordKey[] = [
  { type: "domain" },
  { type: "repository", repository: "team" },
  { type: "package", repository: "team", package: plain },
  { type: "package", repository: "team", package: scoped },
  { type: "reference", repository: LONG, coordinate: { ...scoped, version: LONG } },
  { type: "reference", repository: "team", coordinate: { ...plain, version: "1.0.0" } },
  { type: "revision", revision: "r" },
  { type: "asset", sha512: "ab".repeat(64) },
  { type: "external", connection: "public:npmjs https://npm.example.com/", package: scoped },
  { type: "garbage", of: "revision", id: "r" },
  { type: "garbage", of: "asset", id: "ab".repeat(64) },
  { type: "group", pattern: "/npm/acme/*" },
  { type: "groups" },
];

describe("storedKey", () => {
  it("holds type words and formats in clear and every name as 32 hex digits", () => {
    const h = "[0-9a-f]{32}";
    expect(KEYS.map((key) => storedKey(key, hash))).toEqual(
      [
        "domain",
        `repository/${h}`,
        `package/${h}/generic/${h}/${h}`,
        `package/${h}/npm/${h}/${h}`,
        `reference/${h}/npm/${h}/${h}/${h}`,
        `reference/${h}/generic/${h}/${h}/${h}`,
        `revision/${h}`,
        `asset/${h}`,
        `external/${h}/npm/${h}/${h}`,
        `garbage/revision/${h}`,
        `garbage/asset/${h}`,
        `group/${h}`,
        "groups",
      ].map((shape) => textLike(new RegExp(`^${shape}$`))),
    );
  });

  it("has at most 220 characters however long the names are", () => {
    for (const key of KEYS) expect(storedKey(key, hash).length).toBeLessThanOrEqual(220);
  });

  it("differs for every key and from the schema's", () => {
    expect(new Set([SCHEMA_KEY, ...KEYS.map((key) => storedKey(key, hash))]).size).toBe(KEYS.length + 1);
  });

  it("differs between domains", () => {
    const other = createSegmentHash(makeDomainKeys().address);
    for (const key of KEYS.filter(({ type }) => type !== "domain" && type !== "groups"))
      expect(storedKey(key, other)).not.toBe(storedKey(key, hash));
  });
});

describe("storedRange", () => {
  const covered = (of: RecordPrefix | RecordKey): readonly RecordKey[] => {
    const { from, to } = storedRange(of, hash);
    return KEYS.filter((key) => storedKey(key, hash) >= from && storedKey(key, hash) < to);
  };

  it.each(KEYS)("of a whole key covers that key alone: %j", (key) => {
    expect(covered(key)).toEqual([key]);
  });

  it.each(["repository", "revision", "asset", "external", "garbage", "group"] as const)(
    "of %s covers its type",
    (type) => {
      expect(covered({ type })).toEqual(KEYS.filter((key) => key.type === type));
    },
  );

  it("covers a repository, a format in it and a package in it", () => {
    expect(covered({ type: "package", repository: "team" })).toHaveLength(2);
    expect(covered({ type: "package", repository: "team", format: "npm" })).toHaveLength(1);
    expect(covered({ type: "package", repository: "other" })).toEqual([]);
    expect(covered({ type: "reference", repository: "team" })).toHaveLength(1);
    expect(covered({ type: "reference", repository: LONG, package: scoped })).toHaveLength(1);
    expect(covered({ type: "reference", repository: LONG, package: plain })).toEqual([]);
  });

  it("goes on just after a key", () => {
    expect(justAfter("a/b") > "a/b" && justAfter("a/b") < "a/b-" && justAfter("a/b") < "a/b0").toBe(true);
  });
});

describe("keyFromSegments", () => {
  it("gives back every key from its clear segments", () => {
    for (const key of KEYS) expect(keyFromSegments(clearSegments(key))).toEqual(key);
  });

  it("gives undefined for segments that no key has", () => {
    expect([[], ["other"], ["garbage", "reference", "x"]].map(keyFromSegments)).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
