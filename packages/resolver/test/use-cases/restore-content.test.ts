/** What a repair brings back, and what it does not take. */
import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { type BuiltResolver, buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";
import { isSound } from "../../src/verification/verify-report.ts";
import { CHAIN, assetOf, exchangeBytes, held, installed, loseBytes, spec } from "./damaged-domain.ts";

describe("repairing", () => {
  test("fetches lost bytes anew from where they came from, and every reference stays as it was", async () => {
    const domain = await installed();
    await loseBytes(domain);
    const before = await domain.referenceOf("team", spec);
    const report = await domain.resolver.verifyStore({ repair: true });
    expect(report.findings).toMatchObject([{ damage: "BYTES_MISSING", outcome: "restored" }]);
    expect(isSound(report)).toBe(true);
    expect(await domain.referenceOf("team", spec)).toStrictEqual(before);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
    domain.registry.goDown();
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("K4: does so too when the repository has no way to the registry any more", async () => {
    const domain = await installed();
    await loseBytes(domain);
    await domain.resolver.updateRepository({ repository: "team", upstreams: [] });
    await domain.resolver.deleteRepository("npm-store");
    expect((await domain.resolver.verifyStore({ repair: true })).findings).toMatchObject([{ outcome: "restored" }]);
  });

  test("removes the damaged bytes that it has replaced", async () => {
    const domain = await installed();
    const before = await domain.storedCount();
    await exchangeBytes(domain, bytesOf(spec).fill(0x20));
    await domain.resolver.verifyStore({ repair: true });
    expect(await domain.storedCount()).toBe(before);
  });

  test("puts back a revision, its asset's record and its bytes, if they are the very same", async () => {
    const domain = await installed();
    const revision = await domain.revisionOf("team", spec);
    const { key, value } = await assetOf(domain);
    await domain.assets.remove(value.location);
    await domain.references.commit([
      { type: "delete", key: { type: "revision", revision: revision.id } },
      { type: "delete", key },
    ]);
    const { findings } = await domain.resolver.verifyStore({ repair: true });
    expect(findings).toMatchObject([{ damage: "REVISION_MISSING", outcome: "restored" }]);
    expect(await domain.revisionOf("team", spec)).toStrictEqual(revision);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
  });

  test("puts back a revision whose bytes are held from what the registry said last, also while it is down", async () => {
    const domain = await installed();
    const { id } = await domain.revisionOf("team", spec);
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
    domain.registry.goDown();
    expect((await domain.resolver.verifyStore({ repair: true })).findings).toMatchObject([{ outcome: "restored" }]);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("takes no other bytes, and no other description, than the domain had: it leaves the damage and says why", async () => {
    const domain = await installed();
    await loseBytes(domain);
    domain.registry.add(spec, { bytes: bytesOf("something else") });
    const stored = await domain.storedCount();
    const report = await domain.restart().verifyStore({ repair: true });
    expect(report.findings).toMatchObject([
      { outcome: "left", reason: "public:npmjs offers other bytes under its name now." },
    ]);
    expect(isSound(report)).toBe(false);
    // The registry's new document came in, and no bytes of an asset did.
    expect(await domain.storedCount()).toBe(stored + 1);
    expect(await domain.holders(spec)).toStrictEqual(held);

    const { id } = await domain.revisionOf("team", "other@1.0.0");
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
    domain.registry.add("other@1.0.0", { manifest: { description: "described anew" } });
    domain.clock.advance(3_600_000);
    const { findings } = await domain.resolver.verifyStore({ repair: true });
    expect(findings.find(({ damage }) => damage === "REVISION_MISSING")).toMatchObject({
      outcome: "left",
      reason: "public:npmjs describes it otherwise now.",
    });
  });

  test.each([
    ["offers it no more", (domain: BuiltResolver) => domain.registry.remove(spec)],
    ["is down", (domain: BuiltResolver) => domain.registry.goDown()],
  ])("leaves the damage when the registry %s", async (_what, happen) => {
    const domain = await installed();
    await loseBytes(domain);
    happen(domain);
    domain.clock.advance(3_600_000);
    expect((await domain.resolver.verifyStore({ repair: true })).findings).toMatchObject([{ outcome: "left" }]);
    expect(await domain.holders(spec)).toStrictEqual(held);
  });

  test("E7: never asks a public registry about what was published here", async () => {
    const domain = await buildResolver({ repositories: CHAIN });
    await domain.publish("team", "secret@1.0.0");
    await domain.publish("team", "kept@1.0.0");
    await loseBytes(domain, "secret@1.0.0");
    domain.registry.add("secret@1.0.0");
    expect((await domain.resolver.verifyStore({ repair: true })).findings).toMatchObject([
      { outcome: "left", reason: "It did not come from a public registry." },
    ]);
    expect(domain.registry.requests).toStrictEqual([]);
  });

  test("forgets lost documents, so that they are fetched anew when they are needed", async () => {
    const domain = await installed();
    const { records } = await domain.references.list({ type: "external" });
    for (const { value } of records) await domain.assets.remove(value.document);
    const report = await domain.resolver.verifyStore({ repair: true });
    expect(report.findings.map(({ outcome }) => outcome)).toStrictEqual(["forgotten", "forgotten"]);
    expect(isSound(report)).toBe(true);
    expect(await domain.listed("team", "lodash")).toStrictEqual(["1.0.0"]);
  });

  test("forgets the record of lost bytes that nobody refers to, so that whoever stores the same stores it whole", async () => {
    const domain = await installed();
    await loseBytes(domain);
    for (const repository of held) await domain.deleteVersion(repository, spec);
    const { findings } = await domain.resolver.verifyStore({ repair: true });
    expect(findings).toMatchObject([{ damage: "BYTES_MISSING", outcome: "forgotten", referrers: [] }]);
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
  });

  /** A domain with a lost revision, and what happens when a sweep is about to remove the asset that only it named. */
  async function sweptWhile(happen: (domain: BuiltResolver) => Promise<unknown>): Promise<BuiltResolver> {
    const { references } = createMemoryStores();
    let isDue = true;
    const commit: typeof references.commit = async (changes) => {
      if (isDue && changes.some(({ type, key }) => type === "delete" && key.type === "asset")) {
        isDue = false;
        await happen(domain);
      }
      return references.commit(changes);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references } });
    domain.registry.add(spec);
    await domain.install("team", spec);
    const { id } = await domain.revisionOf("team", spec);
    await references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
    await domain.restart({ references: { ...references, commit } }).collectGarbage({ gracePeriod: 0 });
    expect(isDue).toBe(false);
    return domain;
  }

  test("of a revision keeps its asset from a sweep that is about to remove it", async () => {
    const domain = await sweptWhile(async ({ resolver }) => {
      const { findings } = await resolver.verifyStore({ repair: true });
      expect(findings).toMatchObject([{ damage: "REVISION_MISSING", outcome: "restored" }]);
    });
    expect((await domain.resolver.verifyStore()).findings).toStrictEqual([]);
    domain.registry.goDown();
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("of lost bytes takes the sweep's mark off their asset", async () => {
    const domain = await installed();
    const { key } = await assetOf(domain);
    const mark = { type: "garbage", of: "asset", id: key.sha512 } as const;
    await domain.references.commit([{ type: "put", key: mark, value: { markedTime: 0 } }]);
    await loseBytes(domain);
    await domain.resolver.verifyStore({ repair: true });
    expect(await domain.references.get(mark)).toBeUndefined();
  });
});
