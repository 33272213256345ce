/** What verifying finds. */
import { describe, expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf, coordinateOf } from "../../../../test/kit/scripted-registry.ts";
import { isSound } from "../../src/verification/verify-report.ts";
import { CHAIN, assetOf, exchangeBytes, held, installed, loseBytes, spec } from "./damaged-domain.ts";

const referrers = (...repositories: readonly string[]) =>
  repositories.map((repository) => ({ repository, coordinate: coordinateOf(spec) }));

describe("verifying a store", () => {
  test("finds nothing in a whole one, and says what it looked at", async () => {
    const domain = await installed();
    const report = await domain.resolver.verifyStore();
    expect(report).toMatchObject({ findings: [], strays: { count: 0 }, idleTags: [] });
    expect(report.checked).toStrictEqual({
      repositories: 2,
      packages: 4,
      references: 4,
      revisions: 2,
      assets: 2,
      documents: 2,
      bytes: bytesOf(spec).byteLength + bytesOf("other@1.0.0").byteLength,
    });
    expect(isSound(report)).toBe(true);
  });

  test("tells each asset that it has looked at", async () => {
    const domain = await installed();
    const seen: (readonly [number, number])[] = [];
    await domain.resolver.verifyStore({ onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toStrictEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  test("ends between two assets when it is told to", async () => {
    const domain = await installed();
    const stop = new AbortController();
    const verified = domain.resolver.verifyStore({
      signal: stop.signal,
      onProgress: () => stop.abort(new Error("stop")),
    });
    await expect(verified).rejects.toThrow("stop");
  });

  test.each([true, false])(
    "names missing bytes and every repository that refers to them (quick: %s)",
    async (quick) => {
      const domain = await installed();
      await loseBytes(domain);
      const { findings } = await domain.resolver.verifyStore({ quick });
      expect(findings).toMatchObject([{ damage: "BYTES_MISSING", outcome: "found" }]);
      expect(findings[0]?.referrers.toSorted((a, b) => (a.repository < b.repository ? -1 : 1))).toStrictEqual(
        referrers(...held),
      );
    },
  );

  test.each([true, false])("names bytes that are too few (quick: %s)", async (quick) => {
    const domain = await installed();
    await exchangeBytes(domain, Buffer.from("short"));
    const { findings } = await domain.resolver.verifyStore({ quick });
    expect(findings).toMatchObject([{ damage: "BYTES_DAMAGED" }]);
  });

  test("names bytes of other digests, which a quick look does not see", async () => {
    const domain = await installed();
    await exchangeBytes(domain, bytesOf(spec).fill(0x20));
    expect((await domain.resolver.verifyStore({ quick: true })).findings).toStrictEqual([]);
    expect((await domain.resolver.verifyStore()).findings).toMatchObject([{ damage: "DIGEST_DIFFERS" }]);
  });

  test.each(["MD5", "SHA-1", "SHA-256", "SHA-512"] as const)(
    "A2: compares the %s of every asset",
    async (algorithm) => {
      const domain = await installed();
      const { key, value } = await assetOf(domain);
      const hashes = { ...value.hashes, [algorithm]: "00" };
      await domain.references.commit([{ type: "put", key, value: { ...value, hashes } }]);
      expect((await domain.resolver.verifyStore()).findings).toMatchObject([{ damage: "DIGEST_DIFFERS" }]);
    },
  );

  test("names a revision whose asset has no record, and a reference whose revision is missing", async () => {
    const domain = await installed();
    await domain.references.commit([{ type: "delete", key: (await assetOf(domain)).key }]);
    const { id } = await domain.revisionOf("team", "other@1.0.0");
    await domain.references.commit([{ type: "delete", key: { type: "revision", revision: id } }]);
    const { findings } = await domain.resolver.verifyStore();
    expect(findings.map(({ damage, subject }) => `${damage} ${subject.length}`).toSorted()).toStrictEqual([
      "ASSET_RECORD_MISSING 128",
      "REVISION_MISSING 43",
    ]);
    for (const { referrers: all } of findings) expect(all).toHaveLength(2);
  });

  test("names a revision that is not the content of its id, and one of another version", async () => {
    const domain = await installed();
    const revision = await domain.revisionOf("team", spec);
    const altered = { ...revision, manifest: { ...revision.manifest, description: "altered" } };
    const key = { type: "revision", revision: revision.id } as const;
    await domain.references.commit([{ type: "put", key, value: altered }]);
    expect((await domain.resolver.verifyStore()).findings).toMatchObject([{ damage: "REVISION_ALTERED" }]);

    const reference = await domain.referenceOf("team", "other@1.0.0");
    if (reference === undefined) throw new Error("team holds it");
    const misled = { type: "reference", repository: "team", coordinate: coordinateOf(spec) } as const;
    await domain.references.commit([
      { type: "put", key, value: revision },
      { type: "put", key: misled, value: reference },
    ]);
    const { findings } = await domain.resolver.verifyStore();
    expect(findings).toMatchObject([{ damage: "REVISION_ALTERED", referrers: referrers("team") }]);
  });

  test("names lost documents of registries, and strays, of which nothing depends", async () => {
    const domain = await installed();
    const { records } = await domain.references.list({ type: "external" });
    await domain.assets.remove(records[0]?.value.document ?? "");
    const writer = await domain.assets.create();
    await writer.write(bytesOf("stray"));
    await writer.finish();
    domain.clock.advance(2 * 3_600_000);
    const report = await domain.resolver.verifyStore();
    expect(report.findings).toMatchObject([
      { damage: "DOCUMENT_LOST", subject: records[0]?.key.connection, package: records[0]?.key.package },
    ]);
    expect(report.strays).toMatchObject({ count: 1 });
  });

  test("names tags of versions that the repository does not hold, which is no damage (T3)", async () => {
    const domain = await installed();
    await domain.setTags("team", "lodash", { latest: "1.0.0", gone: "0.1.0" });
    const report = await domain.resolver.verifyStore();
    expect(report.idleTags).toStrictEqual([
      { repository: "team", package: { format: "npm", name: "lodash" }, tag: "gone", version: "0.1.0" },
    ]);
    expect(isSound(report)).toBe(true);
  });

  test("does not take for damage what is retained, deleted and swept while it looks", async () => {
    const { references } = createMemoryStores();
    let meanwhile: (() => Promise<unknown>) | undefined;
    const list: typeof references.list = async (prefix, page) => {
      const run = prefix.type === "repository" ? meanwhile : undefined;
      if (run !== undefined) meanwhile = undefined;
      await run?.();
      return references.list(prefix, page);
    };
    const domain = await buildResolver({ repositories: CHAIN, stores: { references: { ...references, list } } });
    for (const each of [spec, "other@1.0.0"]) domain.registry.add(each);
    await domain.install("team", spec);
    // Assets and revisions have been looked at by now, references have not.
    meanwhile = async () => {
      await domain.install("team", "other@1.0.0");
      for (const repository of held) await domain.deleteVersion(repository, spec);
      await domain.resolver.collectGarbage({ gracePeriod: 0 });
    };
    const report = await domain.resolver.verifyStore();
    expect(meanwhile).toBeUndefined();
    expect(report).toMatchObject({ findings: [] });
  });
});
