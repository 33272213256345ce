import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createGroupTree } from "../../src/package-group/group-tree.ts";
import { contains, matchPattern, matchedPath } from "../../src/package-group/match-pattern.ts";
import { restrictionsOf } from "../../src/package-group/package-group.ts";
import { parsePackageGroupPattern } from "../../src/package-group/pattern.ts";

/** Few letters, so that names often match, look alike and begin as one another. */
const word = fc.string({ unit: fc.constantFrom("a", "A", "0", "o", "l", "1"), minLength: 1, maxLength: 3 });
const name = fc
  .array(word, { minLength: 1, maxLength: 3 })
  .chain((words) => fc.constantFrom("-", ".", "_", "--").map((separator) => words.join(separator)));
const namespace = fc.option(word, { nil: undefined });
const pattern = fc
  .tuple(namespace, name, fc.constantFrom("$", "~", "-*", "/*"))
  .map(([scope = "", last, suffix]) => (suffix === "/*" ? `/npm/${scope}/*` : `/npm/${scope}/${last}${suffix}`));

test("PG8, PG10, PG11, PG14: every package has one group; no group matches more closely, and those above it match as well", () => {
  fc.assert(
    fc.property(fc.uniqueArray(pattern, { maxLength: 8 }), namespace, name, (patterns, scope, last) => {
      const tree = createGroupTree(
        patterns.map((each) => ({ pattern: each, createdTime: 1, restrictions: restrictionsOf("INHERIT") })),
      );
      const path = matchedPath({ format: "npm", name: last, ...(scope === undefined ? {} : { namespace: scope }) });
      const { group, type } = tree.associate({
        format: "npm",
        name: last,
        ...(scope === undefined ? {} : { namespace: scope }),
      });
      const own = parsePackageGroupPattern(group.pattern);
      expect(matchPattern(own, path)).toBe(type);
      const others = tree.groups
        .map((each) => parsePackageGroupPattern(each.pattern))
        .filter(({ text }) => text !== own.text);
      const matching = others.filter((each) => matchPattern(each, path) !== undefined);
      expect(matching.filter((each) => each.folded.length > own.folded.length)).toEqual([]);
      expect(matching.filter((each) => contains(own, each))).toEqual([]);
      const exact = matching.find((each) => each.kind === "exact" && each.prefix === path.path);
      expect(exact).toBeUndefined();
      for (let above = tree.parentOf(group.pattern); above !== undefined; above = tree.parentOf(above.pattern))
        expect(matchPattern(parsePackageGroupPattern(above.pattern), path)).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
});
