import { describe, expect, test } from "vitest";
import { createChangingStore } from "../../../../test/kit/changing-store.ts";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { buildResolver } from "../../../../test/kit/resolver-builder.ts";
import { bytesOf } from "../../../../test/kit/scripted-registry.ts";
import { REPOSITORIES, build, codes, copy, spec } from "./copying-client.ts";

describe("copying while the domain changes", () => {
  /** A domain in which something happens right before the next commit. */
  async function withMeanwhile() {
    const { references, before } = createChangingStore();
    const domain = await buildResolver({
      repositories: REPOSITORIES,
      stores: { references },
    });
    await domain.publish("staging", spec);
    return { domain, before };
  }

  test("does not copy what is archived in the source at the same instant as Published", async () => {
    const { domain, before } = await withMeanwhile();
    before(() => domain.setStatus("staging", spec, "Archived"));
    await copy(domain);
    expect(await domain.referenceOf("team", spec)).toMatchObject({ status: "Archived" });
  });

  test("C5: does not copy what is deleted in the source at the same instant", async () => {
    const { domain, before } = await withMeanwhile();
    before(() => domain.deleteVersion("staging", spec));
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "NOT_FOUND" });
    expect(await domain.holders(spec)).toStrictEqual([]);
  });

  test("C7: does not overwrite what enters the destination at the same instant", async () => {
    const { domain, before } = await withMeanwhile();
    before(() => domain.publish("team", spec, { bytes: bytesOf("edited") }));
    expect(codes(await copy(domain))).toStrictEqual({ "1.0.0": "ALREADY_EXISTS" });
    expect((await domain.install("team", spec)).equals(bytesOf("edited"))).toBe(true);
  });

  test("writes nothing into a destination that is deleted at the same instant", async () => {
    const { domain, before } = await withMeanwhile();
    before(() => domain.resolver.deleteRepository("team"));
    await expect(copy(domain)).rejects.toMatchObject({ code: "REPOSITORY_NOT_FOUND" });
    expect((await domain.references.list({ type: "reference", repository: "team" })).records).toStrictEqual([]);
  });

  test("C6: of the same versions by two at the same instant leaves one reference to each", async () => {
    const domain = await build();
    const versions = Array.from({ length: 20 }, (_, index) => `1.0.${index}`);
    for (const version of versions) await domain.publish("staging", `lodash@${version}`);
    const outcomes = await Promise.all([copy(domain, { versions }), copy(domain, { versions })]);
    expect(outcomes.flatMap(({ failedVersions }) => Object.keys(failedVersions))).toStrictEqual([]);
    expect(outcomes.flatMap(({ successfulVersions }) => Object.keys(successfulVersions))).toHaveLength(20);
    expect(await domain.listed("team", "lodash")).toStrictEqual(versions.toSorted());
  });

  test("keeps what a sweep was about to take", async () => {
    const domain = await build();
    await domain.publish("staging", spec);
    await domain.deleteVersion("staging", spec);
    await domain.resolver.collectGarbage({ gracePeriod: 1000 });
    await domain.publish("staging", spec);
    await copy(domain);
    await domain.deleteVersion("staging", spec);
    domain.clock.advance(2000);
    await domain.resolver.collectGarbage({ gracePeriod: 1000 });
    expect((await domain.install("team", spec)).equals(bytesOf(spec))).toBe(true);
  });

  test("gives up with CONFLICT when others never stop changing the same versions", async () => {
    const { references } = createMemoryStores();
    let changing = false;
    const commit: typeof references.commit = async (changes) =>
      changing ? { committed: false, conflicts: changes.map(({ key }) => key) } : references.commit(changes);
    const domain = await buildResolver({
      repositories: REPOSITORIES,
      stores: { references: { ...references, commit } },
    });
    await domain.publish("staging", spec);
    changing = true;
    await expect(copy(domain)).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await domain.holders(spec)).toStrictEqual(["staging"]);
  });
});
