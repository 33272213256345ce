import { describe, expect, test } from "vitest";
import { effectiveRestrictions, permits } from "../../src/package-group/effective-restrictions.ts";
import {
  ORIGIN_RESTRICTION_MODES,
  ORIGIN_RESTRICTION_TYPES,
  type PackageGroup,
  restrictionsOf,
  rootGroup,
} from "../../src/package-group/package-group.ts";

const group = (pattern: string, restrictions: Partial<PackageGroup["restrictions"]>): PackageGroup => ({
  pattern,
  createdTime: 1,
  restrictions: { ...restrictionsOf("INHERIT"), ...restrictions },
});

describe("what holds for a group", () => {
  test("PG16: there are three restrictions and four modes", () => {
    expect(ORIGIN_RESTRICTION_TYPES).toEqual(["PUBLISH", "EXTERNAL_UPSTREAM", "INTERNAL_UPSTREAM"]);
    expect(ORIGIN_RESTRICTION_MODES).toEqual(["ALLOW", "ALLOW_SPECIFIC_REPOSITORIES", "BLOCK", "INHERIT"]);
  });

  test("PG17: is its own mode, else that of the first ancestor that does not inherit, who is named", () => {
    const lineage = [
      group("/npm/acme/ui~", { PUBLISH: { mode: "BLOCK", repositories: [] } }),
      group("/npm/acme/*", {}),
      group("/npm/*", { EXTERNAL_UPSTREAM: { mode: "BLOCK", repositories: [] } }),
      rootGroup(1),
    ];
    expect(effectiveRestrictions(lineage)).toEqual({
      PUBLISH: { mode: "BLOCK", repositories: [], from: "/npm/acme/ui~" },
      EXTERNAL_UPSTREAM: { mode: "BLOCK", repositories: [], from: "/npm/*" },
      INTERNAL_UPSTREAM: { mode: "ALLOW", repositories: [], from: "/*" },
    });
  });

  test("PG18: who inherits ALLOW_SPECIFIC_REPOSITORIES inherits the list, not its own", () => {
    const lineage = [
      group("/npm/acme/*", { PUBLISH: { mode: "INHERIT", repositories: ["mine"] } }),
      group("/npm/*", { PUBLISH: { mode: "ALLOW_SPECIFIC_REPOSITORIES", repositories: ["team"] } }),
      rootGroup(1),
    ];
    const { PUBLISH } = effectiveRestrictions(lineage);
    expect([permits(PUBLISH, "team"), permits(PUBLISH, "mine")]).toEqual([true, false]);
  });

  test("PG15: in a new domain everything is allowed", () => {
    const modes = Object.values(effectiveRestrictions([rootGroup(1)])).map(({ mode }) => mode);
    expect(modes).toEqual(["ALLOW", "ALLOW", "ALLOW"]);
  });

  test.each([
    ["ALLOW", true, true],
    ["ALLOW_SPECIFIC_REPOSITORIES", true, false],
    ["BLOCK", false, false],
  ] as const)("PG19: with %s a repository on the list: %s, another: %s", (mode, listed, other) => {
    const restriction = { mode, repositories: ["team"], from: "/*" };
    expect([permits(restriction, "team"), permits(restriction, "other")]).toEqual([listed, other]);
  });
});
