import { expect, test } from "vitest";
import {
  PACKAGE_VERSION_STATUSES,
  TARGET_STATUSES,
  isListed,
  isServable,
  mayBecome,
} from "../../src/package-version/status.ts";

test.each([
  ["Published", true, true],
  ["Unfinished", false, false],
  ["Unlisted", false, true],
  ["Archived", false, false],
  ["Disposed", false, false],
] as const)(
  "Table 3, L3, S5: a version that is %s is listed: %s, given out and retained downstream: %s",
  (status, listed, servable) => {
    expect(isListed(status)).toBe(listed);
    expect(isServable(status)).toBe(servable);
  },
);

test("P1, P2: an update may name Published, Unlisted and Archived, never Unfinished or Disposed", () => {
  expect(TARGET_STATUSES).toStrictEqual(["Published", "Unlisted", "Archived"]);
});

test.each(PACKAGE_VERSION_STATUSES)("Table 3: what a version that is %s may become", (from) => {
  const targets = TARGET_STATUSES.filter((to) => mayBecome(from, to));
  expect(targets).toStrictEqual(from === "Disposed" ? [] : TARGET_STATUSES.filter((to) => to !== from));
});
