import { expect, test } from "vitest";
import { type Outcome, isSound } from "../../src/verification/verify-report.ts";

const report = (...outcomes: readonly Outcome[]) => ({
  findings: outcomes.map((outcome) => ({
    damage: "BYTES_MISSING" as const,
    outcome,
    subject: "",
    message: "",
    referrers: [],
  })),
});

test("a store without damage is sound, and one in which all of it was repaired", () => {
  expect(isSound(report())).toBe(true);
  expect(isSound(report("restored", "forgotten"))).toBe(true);
});

test.each(["found", "left", "dropped"] as const)("one damage that was %s is enough for it not to be", (outcome) => {
  expect(isSound(report("restored", outcome))).toBe(false);
});
