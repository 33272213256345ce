import { expect, test } from "vitest";
import { packageNamed } from "../../../../test/kit/scripted-registry.ts";
import type { Obstacle } from "../../src/package-group/admit-version.ts";
import { entryRefused } from "../../src/use-cases/entry-refused.ts";

const ui = packageNamed("@acme/ui");
const inherited: Obstacle = {
  type: "group",
  rule: "PG19",
  pattern: "/npm/acme/*",
  restriction: "PUBLISH",
  effective: { mode: "BLOCK", repositories: [], from: "/npm/*" },
};

test.each([
  ["published", '@acme/ui cannot be published to "team"'],
  ["copied", '@acme/ui cannot be copied into "team"'],
  ["ingested", 'No new version of @acme/ui may enter "team" from upstreams'],
  ["retained", 'No new version of @acme/ui may enter "team" from upstreams'],
] as const)(
  "a refusal says what was %s, what is in the way, whose word it is and the rule (PG17, PG19)",
  (entry, what) => {
    const error = entryRefused(entry, "team", ui, inherited);
    expect(error.code).toBe("ACCESS_DENIED");
    expect(error.message).toBe(
      `${what}: its package group /npm/acme/* has PUBLISH=BLOCK from /npm/*, which keeps what is published out of "team" (PG19).`,
    );
    expect(error.hint).toContain("update-package-group-origin-configuration");
  },
);

test.each([
  ["published", { type: "package", rule: "B6", control: "publish" }, "put-package-origin-configuration"],
  ["retained", { type: "package", rule: "S7", control: "upstream" }, "put-package-origin-configuration"],
  [
    "ingested",
    { type: "look-alike", rule: "PG11", pattern: "/npm/acrne/*" },
    "create-package-group --package-group '/npm/acme/ui$'",
  ],
] as const)("what was %s and is refused by %j tells the command that allows it", (entry, obstacle, command) => {
  const error = entryRefused(entry, "team", ui, obstacle);
  expect(error.hint).toContain(command);
  expect(error.message).toContain(`(${obstacle.rule})`);
  expect(error.details).toMatchObject({ rule: obstacle.rule, repository: "team", package: "@acme/ui" });
});
