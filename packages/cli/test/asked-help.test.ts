import { expect, test } from "vitest";
import { asOptionHelp, groupAskedFor } from "../src/asked-help.ts";

test("help of a command may stand before it; help alone, or with options, stays", () => {
  expect(asOptionHelp(["help", "lockfile", "verify"])).toEqual(["lockfile", "verify", "--help"]);
  for (const argv of [["help"], ["help", "--json"], ["exec", "help"]]) expect(asOptionHelp(argv)).toEqual(argv);
});

test("a group is the first word of several commands, and no command itself", () => {
  const verbs = ["exec", "lockfile verify", "lockfile normalise"];
  expect(groupAskedFor(["lockfile", "-h"], verbs)).toBe("lockfile");
  for (const argv of [["exec", "--help"], ["lockfile"], ["lockfile", "verify", "--help"], ["lock", "--help"]])
    expect(groupAskedFor(argv, verbs)).toBeUndefined();
});
