import { expect, test } from "vitest";
import { asClientCommand } from "../../src/print/other-programs.ts";

test("a client's words go behind exec as they are, npm's verbs behind npm", () => {
  expect(asClientCommand("headwater", ["pnpm", "add", "a"])).toBe("headwater exec -- pnpm add a");
  expect(asClientCommand("npx headwater", ["view", "ms"])).toBe("npx headwater exec -- npm view ms");
  expect(asClientCommand("headwater", ["lits-packages"])).toBeUndefined();
});
