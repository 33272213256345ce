import { expect, test } from "vitest";
import { tagsNotNaming } from "../../src/dist-tag/tags-not-naming.ts";

test("of a package's dist-tags those go that name a version which goes", () => {
  const tags = { latest: "2.0.0", beta: "2.1.0", old: "1.0.0", next: "2.1.0" };
  expect(tagsNotNaming(tags, ["2.1.0", "1.0.0"])).toStrictEqual({ latest: "2.0.0" });
  expect(tagsNotNaming(tags, [])).toStrictEqual(tags);
});
