/** Retaining an install whose bytes the client has in its own cache. */
import { describe, expect, test, vi } from "vitest";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import type { InstalledVersion, RetainInstallOptions, RetainInstallReport } from "../../src/use-cases/installs.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};
type CachedAsset = NonNullable<RetainInstallOptions["cachedAsset"]>;

const retain = (
  { resolver }: BuiltResolver,
  specs: readonly string[],
  cachedAsset: CachedAsset,
): Promise<RetainInstallReport> =>
  resolver.retainInstall(
    "team",
    specs.map((spec): InstalledVersion => ({ coordinate: coordinateOf(spec) })),
    { cachedAsset },
  );

describe("bytes from the client's own cache", () => {
  const cacheOf = (entries: Readonly<Record<string, Uint8Array>>) =>
    vi.fn<CachedAsset>(async (integrity) =>
      entries[integrity] === undefined ? undefined : ReadableStream.from([entries[integrity]]),
    );

  test("are used by their SRI in place of a fetch", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    domain.registry.add("b@1.0.0");
    const cachedAsset = cacheOf({ [integrityOfBytes(bytesOf("a@1.0.0"))]: bytesOf("a@1.0.0") });
    expect((await retain(domain, ["a@1.0.0", "b@1.0.0"], cachedAsset)).retained).toHaveLength(2);
    expect(
      domain.registry.requests.filter(({ method }) => method === "fetchAsset").map(({ subject }) => subject),
    ).toStrictEqual(["https://npm.example.com/b/-/b-1.0.0.tgz"]);
    expect((await domain.install("team", "a@1.0.0")).equals(bytesOf("a@1.0.0"))).toBe(true);
  });

  test("make a version whole while its asset cannot be fetched", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    await domain.listed("team", "a");
    domain.registry.goDown();
    const cachedAsset = cacheOf({ [integrityOfBytes(bytesOf("a@1.0.0"))]: bytesOf("a@1.0.0") });
    expect((await retain(domain, ["a@1.0.0"], cachedAsset)).retained).toStrictEqual([coordinateOf("a@1.0.0")]);
  });

  test("are not asked for when the domain has them", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "a@1.0.0");
    const cachedAsset = cacheOf({});
    await retain(domain, ["a@1.0.0"], cachedAsset);
    expect(cachedAsset).not.toHaveBeenCalled();
  });

  test("that are forged are not kept: the registry's own are", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    const cachedAsset = cacheOf({ [integrityOfBytes(bytesOf("a@1.0.0"))]: bytesOf("forged") });
    expect((await retain(domain, ["a@1.0.0"], cachedAsset)).retained).toStrictEqual([coordinateOf("a@1.0.0")]);
    expect((await domain.install("team", "a@1.0.0")).equals(bytesOf("a@1.0.0"))).toBe(true);
    expect((await domain.resolver.stats()).assets).toBe(1);
  });

  test("that are forged leave nothing when the registry cannot be asked", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    await domain.listed("team", "a");
    domain.registry.goDown();
    const cachedAsset = cacheOf({ [integrityOfBytes(bytesOf("a@1.0.0"))]: bytesOf("forged") });
    const report = await retain(domain, ["a@1.0.0"], cachedAsset);
    expect(report.failed).toMatchObject([{ error: { code: "EXTERNAL_REGISTRY_UNREACHABLE" } }]);
    expect(await domain.holders("a@1.0.0")).toStrictEqual([]);
  });

  test("that are forged are not kept either when only the lockfile announces an integrity", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0", { integrity: null });
    const integrity = integrityOfBytes(bytesOf("a@1.0.0"));
    const cachedAsset = cacheOf({ [integrity]: bytesOf("forged") });
    const report = await domain.resolver.retainInstall("team", [{ coordinate: coordinateOf("a@1.0.0"), integrity }], {
      cachedAsset,
    });
    expect(report).toMatchObject({ retained: [coordinateOf("a@1.0.0")], mismatched: [] });
  });

  test("that the cache fails to read are fetched instead", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    const cachedAsset = vi.fn<CachedAsset>(() => Promise.reject(new Error("EINTEGRITY")));
    expect((await retain(domain, ["a@1.0.0"], cachedAsset)).retained).toHaveLength(1);
  });
});
