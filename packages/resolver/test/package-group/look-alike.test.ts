import { describe, expect, test } from "vitest";
import { foldLookAlikes } from "../../src/package-group/look-alike.ts";

describe("names that a reader takes for the same", () => {
  test.each([
    ["foo-bar", "foo.bar", "foo..bar", "foo_bar", "foo-_.bar"],
    ["acme-tool", "Acme-Tool", "ACME-TOOL"],
    ["lodash", "l0dash", "1odash", "LODASH", "lоdash", "ｌｏｄａｓｈ", "𝚕odash"],
    ["modern", "rnodern", "мodern"],
    ["paypal", "раураl", "ρaypal"],
    ["mini", "mіnı", "MINI", "rnini"],
    ["cookie", "c00kie", "сооkіе"],
    ["wasm", "vvasrn"],
  ])("PG10: fold to one text: %s", (...names) => {
    expect(new Set(names.map(foldLookAlikes)).size).toBe(1);
  });

  test.each([
    ["foo-bar", "foobar"],
    ["acme", "acmee"],
    ["lodash", "lodahs"],
    ["react", "preact"],
    ["a", "á"],
    ["is-odd", "ls-odd"],
  ])("PG10: %s and %s stay apart", (one, other) => {
    expect(foldLookAlikes(one)).not.toBe(foldLookAlikes(other));
  });

  test("PG10: what is folded once is folded for good, and never holds a separator of sections", () => {
    for (const name of ["Foo__Bar.BAZ", "раураl", "w0rm", "a／b", "–x–"]) {
      const folded = foldLookAlikes(name);
      expect(folded).not.toContain("/");
      expect(foldLookAlikes(folded)).toBe(folded);
    }
  });
});
