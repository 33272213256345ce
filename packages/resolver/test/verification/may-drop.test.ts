import { describe, expect, test } from "vitest";
import { type SurveyedAssets, requireMostBytes } from "../../src/verification/may-drop.ts";

describe("dropping is", () => {
  const allowed: readonly (readonly [string, SurveyedAssets])[] = [
    ["the domain has no asset", { count: 0, damages: [] }],
    ["nothing is missing", { count: 1, damages: [] }],
    ["half of the bytes are missing", { count: 2, damages: ["BYTES_MISSING"] }],
    ["most are damaged and one is whole", { count: 3, damages: ["BYTES_DAMAGED", "DIGEST_DIFFERS"] }],
  ];
  test.each(allowed)("allowed while %s", (_, assets) => {
    expect(() => requireMostBytes(assets)).not.toThrow();
  });

  const refused: readonly (readonly [string, SurveyedAssets, string])[] = [
    [
      "more than half of the bytes are missing",
      { count: 3, damages: ["BYTES_MISSING", "BYTES_MISSING"] },
      "2 of 3 assets have no bytes; nothing was dropped.",
    ],
    [
      "none can be read",
      { count: 2, damages: ["BYTES_DAMAGED", "BYTES_DAMAGED"] },
      "None of 2 assets can be read; nothing was dropped.",
    ],
    [
      "some are missing and none of the others can be read",
      { count: 3, damages: ["BYTES_MISSING", "BYTES_DAMAGED", "DIGEST_DIFFERS"] },
      "None of 3 assets can be read; nothing was dropped.",
    ],
  ];
  test.each(refused)("refused while %s", (_, assets, message) => {
    expect(() => requireMostBytes(assets)).toThrow(expect.objectContaining({ code: "STORE_UNAVAILABLE", message }));
  });
});
