import type { Change, RecordKey, RecordPrefix } from "@headwater/resolver";
import { describe, expect, it } from "vitest";
import { CORE, LODASH, putMark, reference, referenceKey, type ReferenceStores } from "./records.ts";

/** What the port `ReferenceStore` promises of `fingerprint`. */
export function describeFingerprints(at: ReferenceStores): void {
  describe("fingerprint", () => {
    const parts: readonly (RecordPrefix | RecordKey)[] = [
      { type: "reference", repository: "team", package: LODASH },
      { type: "package", repository: "team", package: LODASH },
      { type: "repository", repository: "team" },
    ];
    const fingerprint = (by = at.store): Promise<string> => by.fingerprint(parts);

    it("stays while nothing under its parts changes, also for another reader", async () => {
      await at.store.commit([{ type: "put", key: referenceKey("1.0.0"), value: reference("r") }]);
      const before = await fingerprint();
      await at.store.commit([
        putMark("a", 1),
        { type: "put", key: referenceKey("1.0.0", "other"), value: reference("r") },
        { type: "put", key: referenceKey("1.0.0", "team", CORE), value: reference("r") },
      ]);
      await at.store.commit([{ type: "forbid", key: referenceKey("1.0.0") }]);
      await at.store.commit([{ type: "require", key: referenceKey("1.0.0") }]);
      expect(await fingerprint()).toBe(before);
      expect(await fingerprint(at.other)).toBe(before);
    });

    it("changes with every record under its parts that is added, written or deleted", async () => {
      const seen = new Set([await fingerprint()]);
      const packageRecord = { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags: {} } as const;
      const changes: readonly Change[] = [
        { type: "put", key: referenceKey("1.0.0"), value: reference("r") },
        { type: "put", key: referenceKey("1.0.1"), value: reference("r") },
        { type: "put", key: referenceKey("1.0.0"), value: reference("s") },
        { type: "put", key: { type: "package", repository: "team", package: LODASH }, value: packageRecord },
        {
          type: "put",
          key: { type: "repository", repository: "team" },
          value: { name: "team", administratorAccount: "1", upstreams: [], createdTime: 1 },
        },
        { type: "delete", key: referenceKey("1.0.1") },
      ];
      for (const [index, change] of changes.entries()) {
        await at.other.commit([change]);
        seen.add(await fingerprint());
        expect(seen.size).toBe(index + 2);
      }
    });

    it("depends on which part a record is under", async () => {
      await at.store.commit([putMark("a", 1)]);
      const [held, empty] = [{ type: "garbage" }, { type: "revision" }] as const;
      expect(await at.store.fingerprint([held, empty])).not.toBe(await at.store.fingerprint([empty, held]));
    });
  });
}
