import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, DAY, HOUR, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";
import { STRAY_AGE } from "../../src/use-cases/sweep-strays.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const spec = "lodash@1.0.0";
const NONE = { count: 0, bytes: 0 };
const NOTHING = {
  dryRun: false,
  marked: 0,
  removedRevisions: 0,
  removedAssets: 0,
  bytesRemoved: 0,
  strays: NONE,
  abandonedWrites: 0,
  documents: NONE,
  renditions: NONE,
};

/** Sweeps; the things themselves are looked at where that is the matter. */
async function sweep({ resolver }: BuiltResolver, gracePeriod: number = DAY) {
  const { items: _, ...report } = await resolver.collectGarbage({ gracePeriod });
  return report;
}
const count = async ({ references }: BuiltResolver, type: "revision" | "asset" | "garbage"): Promise<number> =>
  (await references.list({ type })).records.length;

/** A domain that holds `lodash@1.0.0`, and one in which nobody refers to it any more. */
async function held(): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec);
  await domain.install("team", spec);
  return domain;
}
async function unreferenced(): Promise<BuiltResolver> {
  const domain = await held();
  for (const repository of ["team", "npm-store"]) await domain.deleteVersion(repository, spec);
  return domain;
}

describe("the sweep", () => {
  test("leaves alone what a repository refers to, at any age", async () => {
    const domain = await held();
    expect(await sweep(domain)).toStrictEqual(NOTHING);
    domain.clock.advance(400 * DAY);
    expect(await sweep(domain)).toStrictEqual(NOTHING);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("marks what nobody refers to, and removes it only after the grace period: the revision, then its bytes", async () => {
    const domain = await unreferenced();
    expect(await sweep(domain)).toStrictEqual({ ...NOTHING, marked: 1 });
    domain.clock.advance(DAY - 1);
    expect(await sweep(domain)).toStrictEqual(NOTHING);
    domain.clock.advance(1);
    expect(await sweep(domain)).toStrictEqual({ ...NOTHING, marked: 1, removedRevisions: 1 });
    expect(await count(domain, "asset")).toBe(1);
    domain.clock.advance(DAY);
    expect(await sweep(domain)).toStrictEqual({ ...NOTHING, removedAssets: 1, bytesRemoved: bytesOf(spec).byteLength });
    for (const type of ["revision", "asset", "garbage"] as const) expect(await count(domain, type)).toBe(0);
    expect(await domain.storedCount()).toBe(1);
  });

  test("without a grace period removes all of it at once, and what is fetched again is whole", async () => {
    const domain = await unreferenced();
    expect(await sweep(domain, 0)).toMatchObject({ marked: 2, removedRevisions: 1, removedAssets: 1 });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("X7: spares what one of several repositories still refers to", async () => {
    const domain = await held();
    await domain.deleteVersion("npm-store", spec);
    await sweep(domain, 0);
    domain.registry.goDown();
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("D5: spares bytes that another version has too", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const each of ["a@1.0.0", "b@1.0.0"]) {
      domain.registry.add(each, { bytes: bytesOf("the same") });
      await domain.install("npm-store", each);
    }
    await domain.deleteVersion("npm-store", "a@1.0.0");
    expect(await sweep(domain, 0)).toMatchObject({ removedRevisions: 1, removedAssets: 0 });
    expect((await domain.install("npm-store", "b@1.0.0")).equals(bytesOf("the same"))).toBe(true);
  });

  test("R7: takes what only a deleted repository had", async () => {
    const domain = await held();
    for (const repository of ["team", "npm-store"]) await domain.resolver.deleteRepository(repository);
    expect(await sweep(domain, 0)).toMatchObject({ removedRevisions: 1, removedAssets: 1 });
  });
});

describe("a mark", () => {
  test("is taken off by whoever ingests the version again, so that its grace period begins anew", async () => {
    const domain = await unreferenced();
    await sweep(domain);
    domain.clock.advance(DAY - MINUTE);
    await domain.install("team", spec);
    expect(await count(domain, "garbage")).toBe(0);
    expect(domain.registry.requests.filter(({ method }) => method === "fetchAsset")).toHaveLength(1);
    for (const repository of ["team", "npm-store"]) await domain.deleteVersion(repository, spec);
    domain.clock.advance(MINUTE);
    expect(await sweep(domain)).toStrictEqual({ ...NOTHING, marked: 1 });
  });

  test("on bytes is taken off by whoever stores a version with them", async () => {
    const domain = await unreferenced();
    await sweep(domain);
    domain.clock.advance(DAY);
    await sweep(domain);
    expect(await count(domain, "revision")).toBe(0);
    await domain.install("team", spec);
    expect(await count(domain, "garbage")).toBe(0);
    domain.clock.advance(DAY);
    expect(await sweep(domain)).toStrictEqual(NOTHING);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("on what is referred to after all is taken off by the sweep itself", async () => {
    const domain = await held();
    const { id } = await domain.revisionOf("team", spec);
    const key = { type: "garbage", of: "revision", id } as const;
    await domain.references.commit([{ type: "put", key, value: { markedTime: domain.clock.now() } }]);
    domain.clock.advance(DAY);
    expect(await sweep(domain)).toStrictEqual(NOTHING);
    expect(await count(domain, "garbage")).toBe(0);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("that is taken off while the sweep is about to remove what it marks saves it", async () => {
    const { references } = createMemoryStores();
    let use: (() => Promise<unknown>) | undefined;
    const commit: typeof references.commit = async (changes) => {
      const run = changes.some(({ type, key }) => type === "delete" && key.type === "revision") ? use : undefined;
      if (run !== undefined) use = undefined;
      await run?.();
      return references.commit(changes);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
    domain.registry.add(spec);
    await domain.install("team", spec);
    for (const repository of ["team", "npm-store"]) await domain.deleteVersion(repository, spec);
    use = () => domain.install("team", spec);
    expect(await sweep(domain, 0)).toMatchObject({ removedRevisions: 0, removedAssets: 0 });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });
});

test("a mark that another sweep sets late, on what has been used again since it looked, harms nothing", async () => {
  const { references } = createMemoryStores();
  let meanwhile: (() => Promise<unknown>) | undefined;
  const list: typeof references.list = async (prefix, page) => {
    const run = prefix.type === "garbage" ? meanwhile : undefined;
    if (run !== undefined) meanwhile = undefined;
    await run?.();
    return references.list(prefix, page);
  };
  const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, list } } });
  domain.registry.add(spec);
  await domain.install("team", spec);
  const { id } = await domain.revisionOf("team", spec);
  for (const repository of ["team", "npm-store"]) await domain.deleteVersion(repository, spec);
  meanwhile = async () => {
    await domain.install("team", spec);
    const key = { type: "garbage", of: "revision", id } as const;
    await references.commit([{ type: "put", key, value: { markedTime: domain.clock.now() } }]);
  };
  await sweep(domain, 0);
  expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
});

describe("bytes that no record names", () => {
  const write = async ({ assets }: BuiltResolver, text: string): Promise<string> => {
    const writer = await assets.create();
    await writer.write(bytesOf(text));
    return writer.finish();
  };
  const locations = async ({ assets }: BuiltResolver): Promise<readonly string[]> =>
    (await Array.fromAsync(assets.list())).map(({ location }) => location);

  test("are removed once they are older than the grace period, and not before: they may be about to be recorded", async () => {
    const domain = await buildResolver({ repositories: {} });
    const stray = await write(domain, "left by a process that died");
    domain.clock.advance(DAY);
    await sweep(domain);
    expect(await locations(domain)).toStrictEqual([stray]);
    const young = await write(domain, "being stored just now");
    domain.clock.advance(1);
    await sweep(domain);
    expect(await locations(domain)).toStrictEqual([young]);
  });

  test("are not removed within an hour of being stored, however short the grace period", async () => {
    const domain = await buildResolver({ repositories: {} });
    const young = await write(domain, "being stored just now");
    domain.clock.advance(STRAY_AGE);
    await sweep(domain, 0);
    expect(await locations(domain)).toStrictEqual([young]);
    domain.clock.advance(1);
    await sweep(domain, 0);
    expect(await locations(domain)).toStrictEqual([]);
  });

  test("do not include what public registries said, nor their word before that", async () => {
    const domain = await held();
    domain.registry.add("lodash@2.0.0");
    domain.clock.advance(HOUR);
    await domain.listed("team", "lodash");
    expect(await domain.storedCount()).toBe(3);
    domain.clock.advance(30 * DAY);
    await sweep(domain);
    expect(await domain.storedCount()).toBe(3);
    domain.registry.goDown();
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });
});
