import { describe, expect, test } from "vitest";
import { type GroupVerdict, findObstacle, restrictsAnything } from "../../src/package-group/admit-version.ts";
import type { OriginRestrictionType } from "../../src/package-group/package-group.ts";
import type { FirstEntry, OriginControls } from "../../src/package/origin-controls.ts";

const MODES = [
  "ALLOW",
  "ALLOW_SPECIFIC_REPOSITORIES with it",
  "ALLOW_SPECIFIC_REPOSITORIES without it",
  "BLOCK",
] as const;
type Mode = (typeof MODES)[number];

const open = { mode: "ALLOW", repositories: [], from: "/*" } as const;
const verdict = (type: OriginRestrictionType, mode: Mode, match: GroupVerdict["type"] = "STRONG"): GroupVerdict => ({
  pattern: "/npm/*",
  type: match,
  restrictions: {
    PUBLISH: open,
    EXTERNAL_UPSTREAM: open,
    INTERNAL_UPSTREAM: open,
    [type]: {
      mode: mode.split(" ")[0] as "ALLOW" | "ALLOW_SPECIFIC_REPOSITORIES" | "BLOCK",
      repositories: mode.endsWith("with it") ? ["team"] : ["other"],
      from: "/npm/*",
    },
  },
});

const ALLOWED: OriginControls = { publish: "ALLOW", upstream: "ALLOW" };
const WAYS: readonly {
  readonly entry: FirstEntry;
  readonly control: keyof OriginControls | undefined;
  readonly restriction: OriginRestrictionType;
}[] = [
  { entry: "published", control: "publish", restriction: "PUBLISH" },
  { entry: "ingested", control: "upstream", restriction: "EXTERNAL_UPSTREAM" },
  { entry: "retained", control: "upstream", restriction: "INTERNAL_UPSTREAM" },
  { entry: "copied", control: undefined, restriction: "INTERNAL_UPSTREAM" },
];

/** Every cell of Table 5: each way, each setting of the package, each mode of the restriction that counts for it. */
const CELLS = WAYS.flatMap(({ entry, control, restriction }) =>
  (["ALLOW", "BLOCK", "no record"] as const).flatMap((setting) =>
    MODES.map((mode) => ({ entry, control, restriction, setting, mode })),
  ),
);

describe("Table 5: is a new version let in?", () => {
  test.each(CELLS)(
    "O8, PG19: $entry, the package's control $setting, $restriction $mode",
    ({ entry, control, restriction, setting, mode }) => {
      const controls =
        setting === "no record"
          ? undefined
          : control === undefined
            ? { publish: setting, upstream: setting }
            : { ...ALLOWED, [control]: setting };
      const obstacle = findObstacle(entry, "team", controls, verdict(restriction, mode));
      const packageAllows = setting !== "BLOCK" || control === undefined;
      const groupAllows = mode === "ALLOW" || mode.endsWith("with it");
      const expected = packageAllows ? (groupAllows ? undefined : "group") : "package";
      expect(obstacle?.type).toBe(expected);
      expect(obstacle ?? {}).toMatchObject(
        expected === "group"
          ? { rule: "PG19", restriction, pattern: "/npm/*" }
          : expected === "package"
            ? { control }
            : {},
      );
    },
  );

  test.each(WAYS)(
    "O1: $entry: the other control and the other restrictions do not count",
    ({ entry, control, restriction }) => {
      const others =
        control === "publish" ? { ...ALLOWED, upstream: "BLOCK" as const } : { ...ALLOWED, publish: "BLOCK" as const };
      for (const type of ["PUBLISH", "EXTERNAL_UPSTREAM", "INTERNAL_UPSTREAM"] as const) {
        if (type === restriction) continue;
        expect(findObstacle(entry, "team", others, verdict(type, "BLOCK"))).toBeUndefined();
      }
    },
  );

  test.each(WAYS)("PG11: $entry: a look-alike is refused whatever package and group allow", ({ entry }) => {
    const weak = verdict("PUBLISH", "ALLOW", "WEAK");
    expect(findObstacle(entry, "team", ALLOWED, weak)).toEqual({ type: "look-alike", rule: "PG11", pattern: "/npm/*" });
  });
});

describe("a group that restricts", () => {
  test.each([
    ["ALLOW", false],
    ["ALLOW_SPECIFIC_REPOSITORIES with it", true],
    ["BLOCK", true],
  ] as const)("O4: one restriction at %s decides in the package's place: %s", (mode, decides) => {
    for (const type of ["PUBLISH", "EXTERNAL_UPSTREAM", "INTERNAL_UPSTREAM"] as const)
      expect(restrictsAnything(verdict(type, mode))).toBe(decides);
  });
});
