import type { RefreshedRegistry } from "@headwater/resolver";
import { expect, test } from "vitest";
import { printRefresh } from "../../src/print/refresh-report.ts";

const none: RefreshedRegistry = {
  repository: "npm-store",
  connection: "public:npmjs",
  state: "unchanged",
  addedVersions: [],
  removedVersions: [],
  alteredVersions: [],
  tags: [],
};
const printed = (registry: Partial<RefreshedRegistry>): string =>
  printRefresh({
    repository: "team",
    package: { format: "npm", name: "lodash" },
    registries: [{ ...none, ...registry }],
  });

test("each change of a registry has a line", () => {
  const text = printed({
    state: "changed",
    addedVersions: ["2.0.0", "2.0.1"],
    removedVersions: ["1.0.0"],
    alteredVersions: ["1.1.0"],
    tags: [
      { tag: "latest", from: "1.1.0", to: "2.0.1" },
      { tag: "next", to: "3.0.0" },
      { tag: "old", from: "1.0.0" },
    ],
  });
  expect(text).toBe(
    [
      "lodash at public:npmjs (through npm-store): changed",
      "  new versions: 2.0.0, 2.0.1",
      "  gone: 1.0.0",
      "  announced with other bytes: 1.1.0",
      "  latest: 1.1.0 -> 2.0.1",
      "  next: none -> 3.0.0",
      "  old: 1.0.0 -> none",
      "",
    ].join("\n"),
  );
});

test.each([
  ["unchanged", "nothing has changed"],
  ["new", "asked for the first time"],
  ["gone", "has it no more"],
  ["absent", "does not have it"],
] as const)("%s is told as: %s", (state, words) => {
  expect(printed({ state })).toBe(`lodash at public:npmjs (through npm-store): ${words}\n`);
});

test("of many versions the last ten are named", () => {
  const addedVersions = Array.from({ length: 12 }, (_, minor) => `1.${minor}.0`);
  expect(printed({ addedVersions })).toContain("  new versions: 1.2.0, 1.3.0");
  expect(printed({ addedVersions })).toContain("1.11.0, and 2 more\n");
});
