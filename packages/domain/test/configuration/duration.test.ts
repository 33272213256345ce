import { expect, test } from "vitest";
import { parseDuration } from "../../src/configuration/duration.ts";

test.each([
  ["0s", 0],
  ["30s", 30_000],
  ["5m", 300_000],
  ["2h", 7_200_000],
  ["30d", 2_592_000_000],
])("%s is %i milliseconds", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test.each(["", "5", "m", "5 m", "-5m", "1.5h", "5M", "5min", "99999999d"])("%j is no length of time", (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({ code: "CONFIGURATION_INVALID", message: "it is no length of time." }) as Error,
  );
});

test.each(["31d", "721h"])("%s is longer than 30 days, which is refused", (text) => {
  expect(() => parseDuration(text)).toThrow(
    expect.objectContaining({ message: "it is longer than 30 days." }) as Error,
  );
});
