import { expect, test } from "vitest";
import { defaultOriginControls } from "../../src/package/origin-controls.ts";

test.each([
  ["published", { publish: "ALLOW", upstream: "BLOCK" }],
  ["ingested", { publish: "BLOCK", upstream: "ALLOW" }],
  ["retained", { publish: "BLOCK", upstream: "ALLOW" }],
  ["copied", { publish: "ALLOW", upstream: "ALLOW" }],
] as const)("O3, O5: a package whose first version was %s has these origin controls", (entry, controls) => {
  expect(defaultOriginControls(entry)).toStrictEqual(controls);
});

test.each(["published", "ingested", "retained", "copied"] as const)(
  "O4: where its group restricts anything, a package whose first version was %s begins with both allowed",
  (entry) => {
    expect(defaultOriginControls(entry, true)).toStrictEqual({ publish: "ALLOW", upstream: "ALLOW" });
  },
);
