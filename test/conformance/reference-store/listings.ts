import type { Change, KeyOf, RecordPrefix } from "@headwater/resolver";
import { beforeEach, describe, expect, it } from "vitest";
import { CORE, LODASH, putMark, reference, referenceKey, type ReferenceStores } from "./records.ts";

/** What the port `ReferenceStore` promises of `list`. */
export function describeListings(at: ReferenceStores): void {
  describe("list", () => {
    const versions = Array.from({ length: 30 }, (_, index) => `1.0.${index}`);
    const versionsIn = async (prefix: RecordPrefix & { readonly type: "reference" }): Promise<readonly string[]> =>
      (await at.store.list(prefix)).records.map(({ key }) => key.coordinate.version).toSorted();

    beforeEach(async () => {
      const changes = versions.map((version): Change => ({
        type: "put",
        key: referenceKey(version),
        value: reference(version),
      }));
      await at.store.commit([
        ...changes,
        { type: "put", key: referenceKey("7.0.0", "team", CORE), value: reference("c") },
        { type: "put", key: referenceKey("9.9.9", "other"), value: reference("o") },
      ]);
    });

    it("gives an empty last page where there is nothing", async () => {
      expect(await at.store.list({ type: "repository" })).toEqual({ records: [] });
    });

    it("gives the records under a repository, and under a package of it, with their keys, values and stamps", async () => {
      expect(await versionsIn({ type: "reference", repository: "team" })).toEqual([...versions, "7.0.0"].toSorted());
      expect(await versionsIn({ type: "reference", repository: "team", package: LODASH })).toEqual(versions.toSorted());
      const page = await at.store.list({ type: "reference", repository: "team", package: CORE });
      const stored = await at.store.get(referenceKey("7.0.0", "team", CORE));
      expect(page).toEqual({ records: [{ key: referenceKey("7.0.0", "team", CORE), ...stored }] });
    });

    it("lists packages of a repository, of all formats or of one", async () => {
      const value = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
      const inFormat = (format: "npm" | "pypi"): KeyOf<"package"> => ({
        type: "package",
        repository: "team",
        package: { format, name: "same" },
      });
      await at.store.commit([
        { type: "put", key: inFormat("npm"), value },
        { type: "put", key: inFormat("pypi"), value },
      ]);
      const all = await at.store.list({ type: "package", repository: "team" });
      expect(all.records.map(({ key }) => key.package.format).toSorted()).toEqual(["npm", "pypi"]);
      const npm = await at.store.list({ type: "package", repository: "team", format: "npm" });
      expect(npm.records.map(({ key }) => key)).toEqual([inFormat("npm")]);
    });

    it("pages through everything once, whatever the size of the pages, with cursors free of white space", async () => {
      const whole = await at.store.list({ type: "reference", repository: "team" });
      for (const limit of [1, 7, 31, 100]) {
        const seen: KeyOf<"reference">[] = [];
        let after: string | undefined;
        do {
          const page = await at.store.list(
            { type: "reference", repository: "team" },
            after === undefined ? { limit } : { limit, after },
          );
          expect(page.records.length).toBeLessThanOrEqual(limit);
          expect(page.next === undefined || page.records.length === limit).toBe(true);
          expect(page.next ?? "none").toMatch(/^\S+$/);
          seen.push(...page.records.map(({ key }) => key));
          after = page.next;
        } while (after !== undefined);
        expect(seen).toEqual(whole.records.map(({ key }) => key));
      }
    });

    it("loses and repeats none of the records that were there while others are added and deleted between pages", async () => {
      const seen: string[] = [];
      let after: string | undefined;
      let round = 0;
      do {
        const page = await at.store.list(
          { type: "reference", repository: "team", package: LODASH },
          after === undefined ? { limit: 4 } : { limit: 4, after },
        );
        seen.push(...page.records.map(({ key }) => key.coordinate.version));
        after = page.next;
        round += 1;
        await at.other.commit(
          [1, 2, 3].map((index) => ({
            type: "put",
            key: referenceKey(`2.${round}.${index}`),
            value: reference("new"),
          })),
        );
        await at.other.commit([{ type: "delete", key: referenceKey(seen[0] ?? "") }]);
      } while (after !== undefined);
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((version) => version.startsWith("1.")).toSorted()).toEqual(versions.toSorted());
    });

    it("goes on behind a cursor whose own record was deleted", async () => {
      const whole = await at.store.list({ type: "garbage" });
      expect(whole.records).toEqual([]);
      await at.store.commit([putMark("a", 1), putMark("b", 2), putMark("c", 3)]);
      const first = await at.store.list({ type: "garbage" }, { limit: 1 });
      const [record] = first.records;
      if (record === undefined || first.next === undefined) throw new Error("There is no first page.");
      await at.store.commit([{ type: "delete", key: record.key }]);
      expect((await at.store.list({ type: "garbage" }, { after: first.next })).records).toHaveLength(2);
    });

    it("refuses a cursor that no listing gave", async () => {
      const listing = at.store.list({ type: "garbage" }, { after: "~ nonsense" });
      await expect(listing).rejects.toMatchObject({ code: "INVALID_ARGUMENT" });
    });

    it("gives a few thousand records on one page", async () => {
      await at.store.commit(Array.from({ length: 1_500 }, (_, index) => putMark(`${index}`, index)));
      const page = await at.store.list({ type: "garbage" });
      expect(page.next).toBeUndefined();
      expect(new Set(page.records.map(({ value }) => value.markedTime)).size).toBe(1_500);
    });
  });
}
