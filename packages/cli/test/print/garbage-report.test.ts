import type { GarbageReport } from "@headwater/resolver";
import { expect, test } from "vitest";
import { garbageItemForOutput, printGarbage } from "../../src/print/garbage-report.ts";

const NONE = { count: 0, bytes: 0 };
const nothing: GarbageReport = {
  dryRun: false,
  marked: 0,
  removedRevisions: 0,
  removedAssets: 0,
  bytesRemoved: 0,
  strays: NONE,
  abandonedWrites: 0,
  documents: NONE,
  renditions: NONE,
  items: [],
};
const DAY = 24 * 3_600_000;
const coordinate = { format: "npm", namespace: "acme", name: "ui", version: "1.0.0" } as const;

test("a store without garbage is told so", () => {
  expect(printGarbage(nothing, DAY)).toBe("There is nothing to mark and nothing to remove.\n");
});

test("a sweep says how much of what it removed, and when the rest goes", () => {
  const report = {
    ...nothing,
    marked: 2,
    removedRevisions: 1,
    removedAssets: 3,
    bytesRemoved: 1_500_000,
    strays: { count: 1, bytes: 10 },
    abandonedWrites: 2,
    documents: { count: 4, bytes: 2000 },
    renditions: { count: 1, bytes: 5 },
  };
  expect(printGarbage(report, DAY)).toBe(
    "Removed 1 package version, 3 assets (1.5 MB), 4 unused documents of registries (2.0 kB), 1 unused rendition (5 B), 1 stray file (10 B), 2 unfinished files.\n" +
      "Marked 2 things that nothing refers to; a sweep in 24 hours or later removes what is unused then.\n",
  );
});

test("a dry run names each thing", () => {
  const report: GarbageReport = {
    ...nothing,
    dryRun: true,
    marked: 1,
    removedAssets: 1,
    bytesRemoved: 7,
    items: [
      { step: "mark", type: "revision", revision: "r", coordinate },
      { step: "remove", type: "asset", sha512: "0123456789abcdef0123", size: 7 },
      { step: "remove", type: "document", connection: "public:npmjs https://npm.example.com/", coordinate, size: 9 },
    ],
  };
  expect(printGarbage(report, 3_600_000)).toBe(
    "would mark    @acme/ui@1.0.0\n" +
      "would remove  asset 0123456789abcdef (7 B)\n" +
      "would remove  what public:npmjs said about @acme/ui (9 B)\n" +
      "Would remove 1 asset (7 B).\n" +
      "Would mark 1 thing that nothing refers to; a sweep in 1 hour or later removes what is unused then.\n",
  );
});

test("what was marked and removed at once is told as removed only", () => {
  expect(printGarbage({ ...nothing, marked: 1, removedRevisions: 1 }, 0)).toBe("Removed 1 package version.\n");
});

test("as JSON a package is named in CodeArtifact's words", () => {
  expect(garbageItemForOutput({ step: "mark", type: "revision", revision: "r", coordinate })).toStrictEqual({
    step: "mark",
    type: "revision",
    revision: "r",
    format: "npm",
    namespace: "acme",
    package: "ui",
    version: "1.0.0",
  });
  const asset = { step: "remove", type: "asset", sha512: "ab", size: 1 } as const;
  expect(garbageItemForOutput(asset)).toStrictEqual(asset);
});
