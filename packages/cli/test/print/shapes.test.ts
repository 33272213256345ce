import { expect, test } from "vitest";
import { describeForOutput } from "../../src/print/shapes.ts";

test("times are ISO 8601 at every level, and what has no value is left out", () => {
  expect(
    describeForOutput({
      name: "team",
      description: undefined,
      createdTime: 0,
      versions: [{ publishedTime: 1000, size: 5 }],
    }),
  ).toEqual({
    name: "team",
    createdTime: "1970-01-01T00:00:00.000Z",
    versions: [{ publishedTime: "1970-01-01T00:00:01.000Z", size: 5 }],
  });
});
