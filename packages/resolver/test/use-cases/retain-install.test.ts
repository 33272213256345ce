import { describe, expect, test, vi } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, HOUR, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf, integrityOfBytes } from "../../../../test/kit/scripted-registry.ts";
import { HeadwaterError } from "../../src/errors/headwater-error.ts";
import type { InstalledVersion, RetainInstallOptions, RetainInstallReport } from "../../src/use-cases/installs.ts";

const CHAIN = {
  team: { upstreams: ["shared"] },
  shared: { upstreams: ["npm-store"] },
  "npm-store": { externalConnection: "public:npmjs" },
};

const retain = (
  { resolver }: Pick<BuiltResolver, "resolver">,
  specs: readonly string[],
  options?: RetainInstallOptions,
): Promise<RetainInstallReport> =>
  resolver.retainInstall(
    "team",
    specs.map((spec) => ({ coordinate: coordinateOf(spec) })),
    options,
  );
const specsOf = (items: readonly (InstalledVersion | InstalledVersion["coordinate"])[]): readonly string[] =>
  items.map((item) => ("coordinate" in item ? item.coordinate : item)).map(({ name, version }) => `${name}@${version}`);
const assetFetches = ({ registry }: BuiltResolver): number =>
  registry.requests.filter(({ method }) => method === "fetchAsset").length;

describe("retaining what a client installed", () => {
  test("K1, K2, K3: keeps references by Table 2, whether or not the client asked for it", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "own@1.0.0");
    await domain.publish("shared", "middle@1.0.0");
    domain.registry.add("public@1.0.0");
    const report = await retain(domain, ["own@1.0.0", "middle@1.0.0", "public@1.0.0"]);
    expect(specsOf(report.alreadyHeld)).toStrictEqual(["own@1.0.0"]);
    expect(specsOf(report.retained).toSorted()).toStrictEqual(["middle@1.0.0", "public@1.0.0"]);
    expect(report).toMatchObject({ mismatched: [], refused: [], failed: [] });
    expect(await domain.holders("middle@1.0.0")).toStrictEqual(["shared", "team"]);
    expect(await domain.holders("public@1.0.0")).toStrictEqual(["npm-store", "team"]);
    domain.registry.goDown();
    expect((await domain.install("team", "public@1.0.0")).equals(bytesOf("public@1.0.0"))).toBe(true);
  });

  test("K7, K8: keeps status and origin of what it finds upstream", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("shared", "a@1.0.0", { status: "Unlisted", publishedTime: 42 });
    await retain(domain, ["a@1.0.0"]);
    expect(await domain.referenceOf("team", "a@1.0.0")).toMatchObject({
      status: "Unlisted",
      publishedTime: 42,
      origin: { originType: "INTERNAL", domainEntryPoint: { repositoryName: "shared" } },
    });
  });

  test("writes all references in one commit, and reports progress up to the last", async () => {
    const { references } = createMemoryStores();
    const commit = vi.fn<typeof references.commit>(references.commit);
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
    const specs = Array.from({ length: 40 }, (_, index) => `p-${index}@1.0.0`);
    for (const spec of specs) domain.registry.add(spec);
    commit.mockClear();
    const progress: [number, number][] = [];
    const report = await retain(domain, specs, { onProgress: (done, total) => progress.push([done, total]) });
    expect(report.retained).toHaveLength(40);
    const keeping = commit.mock.calls.filter(([changes]) => changes.some(({ key }) => key.type === "reference"));
    expect(keeping).toHaveLength(1);
    expect(progress).toHaveLength(40);
    expect(progress.at(-1)).toStrictEqual([40, 40]);
  });

  test("counts a version that is named twice once", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("a@1.0.0");
    expect((await retain(domain, ["a@1.0.0", "a@1.0.0"])).retained).toHaveLength(1);
    expect(assetFetches(domain)).toBe(1);
  });

  test("of nothing is nothing; in an unknown repository is refused", async () => {
    const domain = await buildResolver({ repositories: {} });
    await expect(retain(domain, [])).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
    const other = await buildResolver({ repositories: { team: {} } });
    expect(await retain(other, [])).toStrictEqual({
      retained: [],
      alreadyHeld: [],
      mismatched: [],
      refused: [],
      failed: [],
    });
  });

  test("D5: two versions with the same bytes in one batch share one asset, and neither refers to bytes that are not there", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const bytes = bytesOf("the same");
    for (const spec of ["a@1.0.0", "b@1.0.0"]) domain.registry.add(spec, { bytes });
    await retain(domain, ["a@1.0.0", "b@1.0.0"]);
    expect((await domain.references.list({ type: "asset" })).records).toHaveLength(1);
    expect(await domain.storedCount()).toBe(3);
    for (const spec of ["a@1.0.0", "b@1.0.0"]) expect((await domain.install("team", spec)).equals(bytes)).toBe(true);
  });

  test("D5: a version whose bytes the domain has under another repository is not fetched", async () => {
    const domain = await buildResolver({ repositories: { ...CHAIN, other: { externalConnection: "public:npmjs" } } });
    domain.registry.add("a@1.0.0");
    await domain.install("other", "a@1.0.0");
    expect((await retain(domain, ["a@1.0.0"])).retained).toHaveLength(1);
    expect(assetFetches(domain)).toBe(1);
    expect(await domain.holders("a@1.0.0")).toStrictEqual(["npm-store", "other", "team"]);
  });
});

describe("a lockfile whose integrity differs", () => {
  test("from the held revision's is reported, and nothing is overwritten", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "held@1.0.0");
    await domain.publish("shared", "found@1.0.0");
    domain.registry.add("fetched@1.0.0");
    const installed = integrityOfBytes(bytesOf("what the client has"));
    const specs = ["held@1.0.0", "found@1.0.0", "fetched@1.0.0"];
    const report = await domain.resolver.retainInstall(
      "team",
      specs.map((spec) => ({ coordinate: coordinateOf(spec), integrity: installed })),
    );
    expect(
      report.mismatched.toSorted(
        (a, b) => specs.indexOf(`${a.coordinate.name}@1.0.0`) - specs.indexOf(`${b.coordinate.name}@1.0.0`),
      ),
    ).toStrictEqual(
      specs.map((spec) => ({ coordinate: coordinateOf(spec), held: integrityOfBytes(bytesOf(spec)), installed })),
    );
    expect((await domain.install("team", "held@1.0.0")).equals(bytesOf("held@1.0.0"))).toBe(true);
  });

  test("only in its algorithm is no mismatch", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "a@1.0.0");
    for (const algorithm of ["sha1", "sha256", "sha512"] as const) {
      const integrity = integrityOfBytes(bytesOf("a@1.0.0"), algorithm);
      expect(
        (await domain.resolver.retainInstall("team", [{ coordinate: coordinateOf("a@1.0.0"), integrity }])).mismatched,
      ).toStrictEqual([]);
    }
  });
});

describe("what cannot be retained", () => {
  test("S5: is refused when it is Archived on the way; the rest is retained", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("npm-store", "bad@1.0.0", { status: "Archived" });
    domain.registry.add("good@1.0.0");
    const report = await retain(domain, ["bad@1.0.0", "good@1.0.0"]);
    expect(report.refused).toMatchObject([{ coordinate: { name: "bad" }, error: { code: "PACKAGE_VERSION_REFUSED" } }]);
    expect(specsOf(report.retained)).toStrictEqual(["good@1.0.0"]);
    expect(await domain.holders("bad@1.0.0")).toStrictEqual(["npm-store"]);
  });

  test("S7: is refused when origin controls on the way keep it out", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("blocked@1.0.0");
    await domain.setOriginControls("team", "blocked", { publish: "ALLOW", upstream: "BLOCK" });
    const report = await retain(domain, ["blocked@1.0.0"]);
    expect(report.refused).toMatchObject([
      { coordinate: { name: "blocked" }, error: { hint: expect.stringContaining('"team" block') as string } },
    ]);
    expect(report.failed).toStrictEqual([]);
  });

  test("S4, F1: is reported as failed when nobody has it, when the registry is down, lies or breaks; the rest is retained", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    domain.registry.add("good@1.0.0");
    domain.registry.add("lies@1.0.0", { sending: { bytes: bytesOf("forged") } });
    domain.registry.add("breaks@1.0.0", { sending: { breakAfter: 5, chunkSize: 5 } });
    const report = await retain(domain, ["unknown@1.0.0", "lies@1.0.0", "breaks@1.0.0", "good@1.0.0"]);
    const codes = Object.fromEntries(report.failed.map(({ coordinate, error }) => [coordinate.name, error.code]));
    expect(codes).toStrictEqual({
      unknown: "PACKAGE_VERSION_NOT_FOUND",
      lies: "INTEGRITY_MISMATCH",
      breaks: "EXTERNAL_REGISTRY_UNREACHABLE",
    });
    expect(specsOf(report.retained)).toStrictEqual(["good@1.0.0"]);
    domain.registry.goDown();
    expect((await retain({ resolver: domain.restart() }, ["other@1.0.0"])).failed).toMatchObject([
      { error: { code: "EXTERNAL_REGISTRY_UNREACHABLE" } },
    ]);
  });

  test("because the store fails is an error of the whole, not a version's", async () => {
    const { assets } = createMemoryStores();
    let full = false;
    const create = (): ReturnType<typeof assets.create> =>
      full ? Promise.reject(new HeadwaterError("STORE_FULL", "No space left.")) : assets.create();
    const domain = await buildResolver({ repositories: CHAIN, stores: { assets: { ...assets, create } } });
    domain.registry.add("a@1.0.0");
    await domain.listed("team", "a");
    full = true;
    await expect(retain(domain, ["a@1.0.0"])).rejects.toMatchObject({ code: "STORE_FULL" });
    expect(domain.registry.openBodies).toBe(0);
  });

  test("because its repository is deleted meanwhile is told for each version, and nobody holds it; the bytes are left to the sweep", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const sent = Promise.withResolvers<void>();
    domain.registry.add("a@1.0.0", { sending: { pause: { after: 1, until: sent.promise } } });
    const retaining = retain(domain, ["a@1.0.0"]);
    await vi.waitFor(() => expect(domain.registry.openBodies).toBe(1));
    await domain.resolver.deleteRepository("team");
    sent.resolve();
    expect((await retaining).failed).toMatchObject([{ error: { code: "CONFLICT" } }]);
    expect(await domain.holders("a@1.0.0")).toStrictEqual([]);
    domain.clock.advance(2 * HOUR);
    await domain.resolver.collectGarbage({ gracePeriod: 0 });
    expect((await domain.resolver.stats()).assets).toBe(0);
  });

  test("costs only itself: of a batch in which one version's content was swept meanwhile the others are kept", async () => {
    const { references } = createMemoryStores();
    let meanwhile: (() => Promise<void>) | undefined;
    const commit: typeof references.commit = async (changes) => {
      const run = changes.some(({ key }) => key.type === "reference") ? meanwhile : undefined;
      if (run !== undefined) meanwhile = undefined;
      await run?.();
      return references.commit(changes);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
    await domain.publish("shared", "a@1.0.0");
    await domain.publish("shared", "b@1.0.0");
    meanwhile = async () => {
      await domain.deleteVersion("shared", "a@1.0.0");
      await domain.resolver.collectGarbage({ gracePeriod: 0 });
    };
    const report = await retain(domain, ["a@1.0.0", "b@1.0.0"]);
    expect(specsOf(report.retained)).toStrictEqual(["b@1.0.0"]);
    expect(report.failed).toMatchObject([{ coordinate: { name: "a" }, error: { code: "PACKAGE_VERSION_NOT_FOUND" } }]);
  });
});

describe("an interruption in the middle", () => {
  test("keeps what is whole, leaves nothing half-written, and lets go of the registry", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    const never = Promise.withResolvers<void>();
    const specs = Array.from({ length: 30 }, (_, index) => `p-${index}@1.0.0`);
    for (const spec of specs) domain.registry.add(spec);
    domain.registry.add("p-5@1.0.0", { sending: { chunkSize: 5, pause: { after: 5, until: never.promise } } });
    const interruption = new AbortController();
    const progress = vi.fn<(done: number) => void>((done) => {
      if (done === 10) interruption.abort(new Error("Ctrl-C"));
    });
    await expect(retain(domain, specs, { signal: interruption.signal, onProgress: progress })).rejects.toThrow(
      "Ctrl-C",
    );
    const held = (
      await Promise.all(specs.map(async (spec) => ((await domain.holders(spec)).length > 0 ? [spec] : [])))
    ).flat();
    expect(held.length).toBeGreaterThanOrEqual(10);
    expect(held.length).toBeLessThan(30);
    expect(held).not.toContain("p-5@1.0.0");
    domain.registry.goDown();
    for (const spec of held) expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect(domain.registry.openBodies).toBe(0);
    never.resolve();
  }, 5_000);
});
