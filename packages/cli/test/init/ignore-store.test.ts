import { expect, test } from "vitest";
import { ignoreStore } from "../../src/init/ignore-store.ts";

test("the store is added to what git ignores already, on a line of its own", () => {
  expect(ignoreStore(undefined)).toBe(".headwater/\n");
  expect(ignoreStore("node_modules/")).toBe("node_modules/\n.headwater/\n");
  expect(ignoreStore("node_modules/\n")).toBe("node_modules/\n.headwater/\n");
});

test("what ignores it already stays as it is", () => {
  for (const line of [".headwater/", ".headwater", "/.headwater/", " .headwater/ "])
    expect(ignoreStore(`a\r\n${line}\r\n`)).toBeUndefined();
});
