import { expect, test } from "vitest";
import { MAX_DIST_TAGS, checkTagCount } from "../../src/dist-tag/tag-limit.ts";

test("a package has at most 1,000 dist-tags", () => {
  const coordinate = { format: "npm", namespace: "acme", name: "tool" } as const;
  expect(() => checkTagCount(MAX_DIST_TAGS, coordinate)).not.toThrow();
  expect(() => checkTagCount(MAX_DIST_TAGS + 1, coordinate)).toThrow("@acme/tool would have 1001 dist-tags");
});
