import { expect, test } from "vitest";
import { isSwitchedOff } from "../../src/settings/switched-off.ts";

test.each(["0", "false", "NO", " off "])("HEADWATER_ENABLED=%s switches the plugin off", (value) => {
  expect(isSwitchedOff({ HEADWATER_ENABLED: value })).toBe(true);
});

test.each([undefined, "", "1", "true", "maybe"])("HEADWATER_ENABLED=%s leaves it on", (value) => {
  expect(isSwitchedOff({ HEADWATER_ENABLED: value })).toBe(false);
});
