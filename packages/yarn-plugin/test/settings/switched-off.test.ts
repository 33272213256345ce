import { expect, test } from "vitest";
import { isSwitchedOff } from "../../src/settings/switched-off.ts";

test.each(["0", "false", "NO", " off "])("HEADWATER_ENABLED=%s switches the plugin off", (value) => {
  expect(isSwitchedOff({ HEADWATER_ENABLED: value })).toBe(true);
});

test.each([undefined, "", "1", "true", "maybe"])("HEADWATER_ENABLED=%s leaves it on", (value) => {
  expect(isSwitchedOff({ HEADWATER_ENABLED: value })).toBe(false);
});

test("within headwater exec the plugin stands back: that run has an endpoint of its own", () => {
  expect(isSwitchedOff({ HEADWATER_ENDPOINT: "http://127.0.0.1:20000/" })).toBe(true);
  expect(isSwitchedOff({ HEADWATER_ENDPOINT: "" })).toBe(false);
});
