import { expect, test } from "vitest";
import { asCalled } from "../../src/print/as-called.ts";

test("commands are told as the host calls them", () => {
  const text = "Run headwater apply, or see headwater list-package-versions --help.";
  expect(asCalled(text, "yarn headwater")).toBe(
    "Run yarn headwater apply, or see yarn headwater list-package-versions --help.",
  );
  expect(asCalled(text, "headwater")).toBe(text);
});

test("what is no command stays as it is: names, files, and what is called so already", () => {
  const text = "Headwater failed: headwater.yml, headwater: a notice, npx headwater stats, yarn headwater stats";
  expect(asCalled(text, "yarn headwater")).toBe(text);
});
