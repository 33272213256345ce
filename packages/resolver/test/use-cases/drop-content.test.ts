/** What is given up when it cannot be had, and what is not. */
import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver, install } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { isSound } from "../../src/verification/verify-report.ts";
import { CHAIN, assetOf, held, installed, loseBytes, spec } from "./damaged-domain.ts";

describe("dropping what cannot be had", () => {
  test("removes the references to it in every repository and nothing else, says so, and counts as a loss", async () => {
    const domain = await installed();
    await loseBytes(domain);
    domain.registry.remove(spec);
    domain.clock.advance(3_600_000);
    const report = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(report.findings).toMatchObject([{ damage: "BYTES_MISSING", outcome: "dropped" }]);
    expect(report.findings[0]?.referrers).toHaveLength(2);
    expect(isSound(report)).toBe(false);
    expect(await domain.holders(spec)).toStrictEqual([]);
    expect(await domain.holders("other@1.0.0")).toStrictEqual(held);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
  });

  test("comes after fetching anew: what can be had stays", async () => {
    const domain = await installed();
    await loseBytes(domain);
    const report = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(report.findings).toMatchObject([{ outcome: "restored" }]);
    expect(await domain.holders(spec)).toStrictEqual(held);
  });

  test("K9: the registry's version of today can come in afterwards, whole", async () => {
    const domain = await installed();
    await loseBytes(domain);
    domain.registry.add(spec, { bytes: bytesOf("something else") });
    domain.clock.advance(3_600_000);
    await domain.resolver.verifyStore({ repair: true, drop: true });
    expect((await domain.install("team", spec)).equals(bytesOf("something else"))).toBe(true);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
  });

  test("of a reference without a revision removes that reference", async () => {
    const domain = await installed();
    const { id } = await domain.revisionOf("team", spec);
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
    domain.registry.remove(spec);
    domain.clock.advance(3_600_000);
    const { findings } = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(findings).toMatchObject([{ damage: "REVISION_MISSING", outcome: "dropped" }]);
    expect(await domain.holders(spec)).toStrictEqual([]);
  });

  test.each(["no", "one"])("is refused while most assets have no bytes, with %s cached document", async (documents) => {
    const domain = await buildResolver({ repositories: CHAIN });
    for (const version of ["1.0.0", "1.0.1", "1.0.2"]) await domain.publish("team", `ours@${version}`);
    await loseBytes(domain, "ours@1.0.0");
    await loseBytes(domain, "ours@1.0.1");
    if (documents === "no") await loseBytes(domain, "ours@1.0.2");
    domain.registry.add("other@1.0.0");
    if (documents === "one") await domain.listed("team", "other");
    await expect(domain.resolver.verifyStore({ repair: true, drop: true })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    expect(await domain.holders("ours@1.0.0")).toStrictEqual(["team"]);
  });

  test("is refused before any registry is asked", async () => {
    const domain = await installed();
    for await (const { location } of domain.assets.list()) await domain.assets.remove(location);
    const requests = domain.registry.requests.length;
    await expect(domain.resolver.verifyStore({ repair: true, drop: true })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
    });
    expect(await domain.holders(spec)).toStrictEqual(held);
    expect(domain.registry.requests).toHaveLength(requests);
  });

  test("of most of a domain is done when that is asked for", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "ours@1.0.0");
    await loseBytes(domain, "ours@1.0.0");
    const { findings } = await domain.resolver.verifyStore({ repair: true, drop: true, dropMost: true });
    expect(findings).toMatchObject([{ outcome: "dropped" }]);
    expect(await domain.holders("ours@1.0.0")).toStrictEqual([]);
  });

  test("spares a version that somebody puts back at that instant", async () => {
    const { references } = createMemoryStores();
    let meanwhile: (() => Promise<unknown>) | undefined;
    const commit: typeof references.commit = async (changes) => {
      const run = changes.some(({ type, key }) => type === "delete" && key.type === "reference")
        ? meanwhile
        : undefined;
      if (run !== undefined) meanwhile = undefined;
      await run?.();
      return references.commit(changes);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
    for (const each of [spec, "other@1.0.0"]) {
      domain.registry.add(each);
      await domain.install("team", each);
    }
    await loseBytes(domain);
    domain.registry.goDown();
    meanwhile = async () => {
      domain.registry.recover();
      await domain
        .restart()
        .fetchAsset("team", coordinateOf(spec), "package.tgz")
        .then(({ body }) => body.pipeTo(new WritableStream()));
    };
    const { findings } = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(findings).toMatchObject([{ outcome: "restored" }]);
    expect(await domain.holders(spec)).toStrictEqual(held);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
  });

  /** A domain that has lost the bytes of `spec`, whose registry is down, and what happens once the loss has been looked at again. */
  async function lookedAt(meanwhile: (domain: BuiltResolver) => Promise<unknown>): Promise<BuiltResolver> {
    const { assets } = createMemoryStores();
    let [isArmed, looks] = [false, 0];
    const sizeOf: typeof assets.sizeOf = async (location) => {
      const size = await assets.sizeOf(location);
      if (!isArmed || size !== undefined) return size;
      looks += 1;
      // The first look is the survey's.
      if (looks === 2) await meanwhile(domain);
      return size;
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { assets: { ...assets, sizeOf } } });
    for (const each of [spec, "other@1.0.0"]) {
      domain.registry.add(each);
      await domain.install("team", each);
    }
    await loseBytes(domain);
    domain.registry.goDown();
    isArmed = true;
    return domain;
  }

  test("spares bytes that somebody has put back since they were looked at, and the references to them", async () => {
    const domain = await lookedAt(({ registry, restart }) => {
      registry.recover();
      return install(restart(), "team", spec).finally(() => registry.goDown());
    });
    const { findings } = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(findings).toMatchObject([{ outcome: "restored" }]);
    expect(await domain.holders(spec)).toStrictEqual(held);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("spares a record that nobody refers to if somebody has stored its bytes since they were looked at", async () => {
    const { key, value } = await assetOf(await installed());
    const domain = await lookedAt(async ({ assets, references }) => {
      const writer = await assets.create();
      await writer.write(bytesOf(spec));
      await references.commit([{ type: "put", key, value: { ...value, location: await writer.finish() } }]);
    });
    for (const repository of held) await domain.deleteVersion(repository, spec);
    await domain.resolver.verifyStore({ repair: true });
    const stored = await domain.references.get(key);
    expect(stored === undefined ? undefined : await domain.assets.sizeOf(stored.value.location)).toBe(value.size);
  });

  test("spares references whose revision somebody puts back at that instant", async () => {
    const { references } = createMemoryStores();
    let meanwhile: (() => Promise<unknown>) | undefined;
    const commit: typeof references.commit = async (changes) => {
      const run = meanwhile;
      meanwhile = undefined;
      await run?.();
      return references.commit(changes);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, commit } } });
    await domain.publish("team", spec);
    await domain.publish("team", "other@1.0.0");
    const value = await domain.revisionOf("team", spec);
    const key = { type: "revision", revision: value.id } as const;
    await references.commit([{ type: "delete", key }]);
    meanwhile = () => references.commit([{ type: "put", key, value }]);
    const { findings } = await domain.resolver.verifyStore({ repair: true, drop: true });
    expect(findings).toMatchObject([{ damage: "REVISION_MISSING", outcome: "restored" }]);
    expect(await domain.holders(spec)).toStrictEqual(["team"]);
  });
});
