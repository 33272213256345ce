import { expect, test } from "vitest";
import { unmetRequirement } from "../src/requirements.ts";

test.each([
  ["22.22.2", "4.18.1"],
  ["22.23.0", "4.0.0"],
  ["24.15.0", "4.18.1"],
  ["24.21.0", "5.0.0"],
  ["26.0.0", "4.18.1"],
  ["27.1.0", null],
  ["24.21.0", "0.0.0"],
])("Node %s with Yarn %s is all that the plugin needs", (node, yarn) => {
  expect(unmetRequirement({ node, yarn })).toBeUndefined();
});

test.each(["20.20.2", "22.22.1", "22.5.0", "23.11.0", "24.14.9", "25.9.0", "18.0.0"])(
  "Node %s is told in one line, with the way out",
  (node) => {
    const reason = unmetRequirement({ node, yarn: "4.18.1" });
    expect(reason).toContain(`this is Node ${node}`);
    expect(reason).toContain("HEADWATER_ENABLED=0");
    expect(reason).not.toContain("\n");
  },
);

test.each(["2.4.3", "3.8.7"])("Yarn %s is told in one line, whatever its Node, with the way out", (yarn) => {
  const reason = unmetRequirement({ node: "16.0.0", yarn });
  expect(reason).toContain(`this is Yarn ${yarn}`);
  expect(reason).toContain("yarn plugin remove @yarnpkg/plugin-headwater");
});
