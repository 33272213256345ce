import { HeadwaterError, type RetainInstallReport } from "@headwater/resolver";
import { expect, test } from "vitest";
import { printRefused, printRetention } from "../../src/print/run-report.ts";

const lib = { format: "npm", namespace: "s", name: "lib", version: "1.0.0" } as const;
const nothing: RetainInstallReport = { retained: [], alreadyHeld: [lib], mismatched: [], refused: [], failed: [] };

test("a retention that changed nothing says nothing", () => {
  expect(printRetention("team", nothing, [])).toEqual([]);
});

test("what was retained is counted; differences, failures and foreign packages are named", () => {
  const failed = [
    {
      coordinate: lib,
      error: new HeadwaterError("EXTERNAL_REGISTRY_UNREACHABLE", "No answer.", { hint: "Try again." }),
    },
  ];
  const lines = printRetention(
    "team",
    { ...nothing, retained: [lib], mismatched: [{ coordinate: lib, held: "sha512-a", installed: "sha512-b" }], failed },
    ["x@1.0.0"],
  );
  expect(lines).toEqual([
    "headwater: retained 1 version in team that the client had not asked for.",
    "headwater: warning: 1 version installed with other bytes than team holds; nothing was overwritten:",
    "  @s/lib@1.0.0: installed sha512-b, held sha512-a",
    "headwater: warning: 1 version could not be retained in team:",
    "  @s/lib@1.0.0: No answer. Try again.",
    "headwater: 1 version came from other registries and was left out: x@1.0.0",
  ]);
});

test("a reason that names the version itself is not given its name twice", () => {
  const error = new HeadwaterError("PACKAGE_VERSION_REFUSED", "@s/lib@1.0.0 is Archived.", { hint: "Choose another." });
  expect(printRefused("team", [{ coordinate: lib, error }], "choice")).toEqual([
    "error PACKAGE_VERSION_REFUSED: Of the packages that were asked for, there are versions that the repository team refuses:",
    "  @s/lib@1.0.0 is Archived. Choose another.",
  ]);
});

test("long lists are cut, and say by how much", () => {
  const refused = Array.from({ length: 12 }, () => ({
    coordinate: lib,
    error: new HeadwaterError("PACKAGE_VERSION_REFUSED", "It is Archived."),
  }));
  const lines = printRefused("team", refused, "before");
  expect(lines).toHaveLength(12);
  expect(lines[0]).toContain("The lockfile names versions that the repository team refuses");
  expect(lines.at(-1)).toBe("  and 2 more");
  expect(printRefused("team", refused, "after")[0]).toContain("What was installed");
  expect(
    printRetention(
      "team",
      nothing,
      refused.map((_, index) => `x@${index}.0.0`),
    )[0],
  ).toMatch(/and 2 more$/);
});
