import { expect, test } from "vitest";
import { parseDistTagName } from "../../../src/npm/publish/dist-tag-name.ts";

test.each(["latest", "next", "beta-2", "release_candidate", "v2-latest", "feature.x", "constructor"])(
  "%s is a dist-tag",
  (tag) => {
    expect(parseDistTagName(tag)).toBe(tag);
  },
);

test.each(["", "1.0.0", "v1.4", "1", "*", "x", ">=1", "1.x", "a b", "a/b", "ä", "__proto__", "t".repeat(215)])(
  "%j is none: a range, or nothing for a URL (T5)",
  (tag) => {
    expect(() => parseDistTagName(tag)).toThrow("is no dist-tag");
  },
);
