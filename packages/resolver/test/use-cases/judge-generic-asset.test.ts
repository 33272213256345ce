import { describe, expect, test } from "vitest";
import { createDigest } from "../../src/asset/digest.ts";
import { type HeldVersion, MAX_ASSETS, judgeGenericAsset } from "../../src/use-cases/judge-generic-asset.ts";

const coordinate = { format: "generic", namespace: "acme", name: "tool", version: "1.0.0" } as const;

function asset(name: string, text = name) {
  const digest = createDigest();
  digest.update(Buffer.from(text));
  return { name, ...digest.finish() };
}
const held = (status: HeldVersion["status"], names: readonly string[] = ["a"]): HeldVersion => ({
  status,
  assets: names.map((name) => asset(name)),
});
const judge = (name: string, version: HeldVersion | undefined, text = name) =>
  judgeGenericAsset(coordinate, name, asset(name, text), version);

test("a version that is not there gets its first asset", () => {
  expect(judge("a", undefined)).toBe("added");
});

describe("B3, G2: a new asset", () => {
  test("is added while the version is Unfinished", () => {
    expect(judge("b", held("Unfinished"))).toBe("added");
  });
  test("is refused once it is Published", () => {
    expect(() => judge("b", held("Published"))).toThrow(
      expect.objectContaining({ code: "CONFLICT", details: expect.objectContaining({ rule: "G2" }) as object }),
    );
  });
});

describe("B1: an asset that the version has", () => {
  test.each(["Unfinished", "Published"] as const)("with the same bytes is fine while it is %s", (status) => {
    expect(judge("a", held(status))).toBe("held");
  });
  test.each(["Unfinished", "Published"] as const)("with other bytes is refused while it is %s", (status) => {
    expect(() => judge("a", held(status), "edited")).toThrow(
      expect.objectContaining({ code: "ALREADY_EXISTS", details: expect.objectContaining({ rule: "B1" }) as object }),
    );
  });
  test("is let through until its bytes are known", () => {
    expect(judgeGenericAsset(coordinate, "a", undefined, held("Published"))).toBe("held");
  });
});

test.each(["Unlisted", "Archived", "Disposed"] as const)(
  "B4: a version that is %s gets nothing, not even what it has",
  (status) => {
    for (const name of ["a", "b"])
      expect(() => judge(name, held(status))).toThrow(
        expect.objectContaining({ code: "ALREADY_EXISTS", details: expect.objectContaining({ rule: "B4" }) as object }),
      );
  },
);

test("a version has at most 350 assets", () => {
  const names = Array.from({ length: MAX_ASSETS }, (_, index) => `a-${index}`);
  expect(MAX_ASSETS).toBe(350);
  expect(judge("b", held("Unfinished", names.slice(1)))).toBe("added");
  expect(judge("a-0", held("Unfinished", names))).toBe("held");
  expect(() => judge("b", held("Unfinished", names))).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
});
