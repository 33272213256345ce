import { afterEach, expect, test, vi } from "vitest";
import { drillRounds } from "../kit/drill-size.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ["", 3],
  ["quick", 3],
  ["full", 100],
])("with HEADWATER_DRILL=%s a drill runs its rounds for that", (size, rounds) => {
  vi.stubEnv("HEADWATER_DRILL", size);
  expect(drillRounds(3, 100)).toBe(rounds);
});

test("a misspelt HEADWATER_DRILL does not pass for the full drill", () => {
  vi.stubEnv("HEADWATER_DRILL", "ful");
  expect(() => drillRounds(3, 100)).toThrow("HEADWATER_DRILL is ful; it may be quick or full");
});
