import { expect, test } from "vitest";
import { hasChanges, indexChanges } from "../../src/external-connection/index-changes.ts";

const index = (versions: Readonly<Record<string, string>>, tags: Readonly<Record<string, string>> = {}) => ({
  tags,
  versions: new Map(Object.entries(versions).map(([version, integrity]) => [version, [integrity]])),
});

test("what a registry says newly: versions that came, went, and have other bytes, and tags that moved", () => {
  const before = index({ "1.0.0": "a", "1.1.0": "b", "1.2.0": "c" }, { latest: "1.2.0", old: "1.0.0", kept: "1.0.0" });
  const after = index(
    { "1.0.0": "a", "1.2.0": "other", "2.0.0": "d" },
    { latest: "2.0.0", next: "2.0.0", kept: "1.0.0" },
  );
  expect(indexChanges(before, after)).toStrictEqual({
    addedVersions: ["2.0.0"],
    removedVersions: ["1.1.0"],
    alteredVersions: ["1.2.0"],
    tags: [
      { tag: "latest", from: "1.2.0", to: "2.0.0" },
      { tag: "old", from: "1.0.0" },
      { tag: "next", to: "2.0.0" },
    ],
  });
});

test("the same word again is no change", () => {
  const word = index({ "1.0.0": "a" }, { latest: "1.0.0" });
  expect(hasChanges(indexChanges(word, index({ "1.0.0": "a" }, { latest: "1.0.0" })))).toBe(false);
});

test("a package that comes or goes has all its versions and tags come or go", () => {
  const word = index({ "1.0.0": "a" }, { latest: "1.0.0" });
  expect(indexChanges(undefined, word)).toMatchObject({
    addedVersions: ["1.0.0"],
    tags: [{ tag: "latest", to: "1.0.0" }],
  });
  expect(indexChanges(word, undefined)).toMatchObject({
    removedVersions: ["1.0.0"],
    tags: [{ tag: "latest", from: "1.0.0" }],
  });
});

test("each single change is one", () => {
  const none = { addedVersions: [], removedVersions: [], alteredVersions: [], tags: [] };
  expect(hasChanges(none)).toBe(false);
  for (const member of ["addedVersions", "removedVersions", "alteredVersions"])
    expect(hasChanges({ ...none, [member]: ["1.0.0"] })).toBe(true);
  expect(hasChanges({ ...none, tags: [{ tag: "latest" }] })).toBe(true);
});
