import { type Explanation, HeadwaterError } from "@headwater/resolver";
import { expect, test } from "vitest";
import { printExplanation } from "../../src/print/explanation.ts";

const base = {
  repository: "team",
  package: { format: "npm", namespace: "s", name: "lib" },
  wanted: "^1",
  notices: [],
} as const;

test("the repositories stand in the order of the search, then version, bytes and who keeps it", () => {
  const explanation: Explanation = {
    ...base,
    version: "1.1.0",
    steps: [
      { repository: "team", found: "absent", blocksUpstream: false },
      { repository: "npm-store", found: "absent", blocksUpstream: false, externalConnection: "public:npmjs" },
    ],
    source: { type: "external", repository: "npm-store", connection: "public:npmjs" },
    holds: [],
    wouldKeep: ["team", "npm-store"],
  };
  expect(printExplanation(explanation)).toBe(
    [
      "@s/lib@^1 in team",
      "├─ team: does not hold it",
      "└─ npm-store: does not hold it; connected to public:npmjs",
      "",
      "version     1.1.0",
      "bytes       from public:npmjs through npm-store",
      "held by     nobody",
      "would keep  team, npm-store",
      "",
    ].join("\n"),
  );
});

test("a refusal is told with its reason and what to do, and notices are shown", () => {
  const explanation: Explanation = {
    ...base,
    version: "1.1.0",
    steps: [{ repository: "team", found: "Archived", blocksUpstream: true }],
    source: { type: "repository", repository: "team" },
    holds: ["team"],
    wouldKeep: [],
    refusal: new HeadwaterError("PACKAGE_VERSION_REFUSED", "It is Archived.", { hint: "Publish it again." }),
    notices: [{ code: "SEARCH_LIMIT_REACHED", message: "The upstreams are blocked." }],
  };
  const text = printExplanation(explanation);
  expect(text).toContain("└─ team: holds it, Archived; its upstreams are blocked for this package");
  expect(text).toContain("bytes       from the repository team");
  expect(text).toContain("refused     PACKAGE_VERSION_REFUSED: It is Archived.\n            Publish it again.");
  expect(text).toContain("notice      The upstreams are blocked.");
});

test("the package's group stands before the bytes, and what it keeps out at the repository (PG11, PG19)", () => {
  const explanation: Explanation = {
    ...base,
    packageGroup: { pattern: "/npm/s/1ib$", associationType: "WEAK" },
    steps: [{ repository: "team", found: "absent", blocksUpstream: false, keepsOut: "its name is a look-alike" }],
    holds: [],
    wouldKeep: [],
  };
  const text = printExplanation(explanation);
  expect(text).toContain("└─ team: does not hold it; its name is a look-alike\n");
  expect(text).toContain("group       /npm/s/1ib$, as a look-alike\nheld by     nobody\n");
  const strong = { ...explanation, packageGroup: { pattern: "/npm/s/*", associationType: "STRONG" } } as const;
  expect(printExplanation(strong)).toContain("group       /npm/s/*\n");
});
