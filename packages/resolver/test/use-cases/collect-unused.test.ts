/** The sweep without writing, of what is only speed, and cut short. */
import { describe, expect, test } from "vitest";
import { type BuiltResolver, DAY, MINUTE, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";
import { UNUSED_FOR } from "../../src/garbage/garbage-report.ts";

const CHAIN = { team: { upstreams: ["npm-store"] }, "npm-store": { externalConnection: "public:npmjs" } };
const spec = "lodash@1.0.0";
const sweep = ({ resolver }: BuiltResolver, gracePeriod: number = DAY) => resolver.collectGarbage({ gracePeriod });
const count = async ({ references }: BuiltResolver, type: "revision" | "asset" | "garbage"): Promise<number> =>
  (await references.list({ type })).records.length;

async function unreferenced(): Promise<BuiltResolver> {
  const domain = await buildResolver({ repositories: CHAIN });
  domain.registry.add(spec);
  await domain.install("team", spec);
  for (const repository of ["team", "npm-store"]) await domain.deleteVersion(repository, spec);
  return domain;
}

describe("a dry run", () => {
  const everything = async ({ references, assets }: BuiltResolver) => [
    await references.fingerprint([
      { type: "revision" },
      { type: "asset" },
      { type: "garbage" },
      { type: "external" },
      { type: "repository" },
    ]),
    (await Array.fromAsync(assets.list())).length,
  ];

  test.each([0, DAY])(
    "writes nothing, and tells exactly what a sweep would do (grace period: %i ms)",
    async (gracePeriod) => {
      const domain = await unreferenced();
      const other = "kept@1.0.0";
      domain.registry.add(other);
      await domain.install("team", other);
      let swept = 0;
      for (let round = 0; round < 3; round += 1) {
        const before = await everything(domain);
        const dry = await domain.resolver.collectGarbage({ gracePeriod, dryRun: true });
        expect(await everything(domain)).toStrictEqual(before);
        const done = await domain.resolver.collectGarbage({ gracePeriod });
        expect({ ...dry, dryRun: false }).toStrictEqual(done);
        swept += done.items.length;
        domain.clock.advance(DAY);
      }
      expect(await count(domain, "revision")).toBe(1);
      expect(swept).toBe(4);
    },
  );

  test("names each revision by its version, and each asset with its size", async () => {
    const domain = await unreferenced();
    const { items } = await domain.resolver.collectGarbage({ gracePeriod: 0, dryRun: true });
    const coordinate = { format: "npm", name: "lodash", version: "1.0.0" };
    expect(items).toMatchObject([
      { step: "remove", type: "revision", coordinate },
      { step: "mark", type: "revision", coordinate },
      { step: "remove", type: "asset", size: bytesOf(spec).byteLength },
      { step: "mark", type: "asset" },
    ]);
  });
});

describe("what public registries said about packages", () => {
  const documents = async ({ references }: BuiltResolver) =>
    (await references.list({ type: "external" })).records.map(({ key }) => key.package.name).toSorted();

  /** Two packages were asked for long ago, and one of them again just now. */
  async function oneUsed(): Promise<BuiltResolver> {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const name of ["used", "unused"]) {
      domain.registry.add(`${name}@1.0.0`);
      await domain.listed("team", name);
    }
    domain.clock.advance(UNUSED_FOR + MINUTE);
    await domain.listed("team", "used");
    return domain;
  }

  test("goes when nobody has asked for the package for long, bytes and all; it is asked anew when somebody does", async () => {
    const domain = await oneUsed();
    const { documents: removed, items } = await domain.resolver.collectGarbage({ gracePeriod: DAY });
    expect(removed.count).toBe(1);
    expect(items).toMatchObject([{ type: "document", coordinate: { name: "unused" } }]);
    expect(await documents(domain)).toStrictEqual(["used"]);
    expect(await domain.storedCount()).toBe(1);
    expect(await domain.listed("team", "unused")).toStrictEqual(["1.0.0"]);
  });

  test("stays for as long as is asked for", async () => {
    const domain = await oneUsed();
    await domain.resolver.collectGarbage({ gracePeriod: DAY, unusedFor: 2 * UNUSED_FOR });
    expect(await documents(domain)).toStrictEqual(["unused", "used"]);
    await domain.resolver.collectGarbage({ gracePeriod: DAY, unusedFor: DAY });
    expect(await documents(domain)).toStrictEqual(["used"]);
  });

  test("stays at any age while the registry is away: nothing else is known then", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add(spec);
    await domain.listed("team", "lodash");
    domain.registry.goDown();
    domain.clock.advance(10 * UNUSED_FOR);
    await domain.resolver.collectGarbage({ gracePeriod: DAY });
    expect(await documents(domain)).toStrictEqual(["lodash"]);
  });
});

test("renditions go when nobody has asked for them for long", async () => {
  const domain = await buildResolver({ repositories: {} });
  const key = { repository: "team", package: "npm//lodash", variant: "full" };
  await domain.renditions.put(key, { fingerprint: "1", bytes: bytesOf("packument") });
  domain.clock.advance(UNUSED_FOR);
  expect((await sweep(domain)).renditions.count).toBe(0);
  domain.clock.advance(1);
  expect(await sweep(domain)).toMatchObject({ renditions: { count: 1, bytes: bytesOf("packument").byteLength } });
  expect(await domain.renditions.get(key)).toBeUndefined();
});

test("a sweep tells how many removals are due and done, and ends between two when it is told to", async () => {
  const domain = await buildResolver({ repositories: CHAIN });
  const specs = Array.from({ length: 100 }, (_, index) => `package-${index}@1.0.0`);
  for (const each of specs) {
    domain.registry.add(each);
    await domain.install("npm-store", each);
    await domain.deleteVersion("npm-store", each);
  }
  const stop = new AbortController();
  const seen: (readonly [number, number])[] = [];
  const stopped = domain.resolver.collectGarbage({
    gracePeriod: 0,
    signal: stop.signal,
    onProgress(done, total) {
      seen.push([done, total]);
      if (done === 10) stop.abort(new Error("stop"));
    },
  });
  await expect(stopped).rejects.toThrow("stop");
  expect(seen[0]).toStrictEqual([0, 0]);
  expect(seen).toContainEqual([10, 100]);
  const left = await count(domain, "revision");
  expect(left).toBeGreaterThan(0);
  expect(await sweep(domain, 0)).toMatchObject({ removedRevisions: left, removedAssets: 100 });
  for (const type of ["revision", "asset", "garbage"] as const) expect(await count(domain, type)).toBe(0);
});
