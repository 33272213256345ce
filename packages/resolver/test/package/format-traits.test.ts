import { expect, test } from "vitest";
import { PACKAGE_FORMATS } from "../../src/names/coordinate.ts";
import { comesFromUpstream, hasReadme } from "../../src/package/format-traits.ts";

test("Q7, E8: generic packages alone never come from upstream", () => {
  expect(PACKAGE_FORMATS.filter((format) => !comesFromUpstream(format))).toStrictEqual(["generic"]);
});

test("A8: generic and Maven versions have no README", () => {
  expect(PACKAGE_FORMATS.filter((format) => !hasReadme(format))).toStrictEqual(["maven", "generic"]);
});
