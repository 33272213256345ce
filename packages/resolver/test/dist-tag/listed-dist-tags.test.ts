import { describe, expect, test } from "vitest";
import { highestVersion, listedDistTags } from "../../src/dist-tag/listed-dist-tags.ts";

describe("the highest version", () => {
  test.each([
    [["1.0.0", "1.10.0", "1.9.0"], "1.10.0"],
    [["1.0.0", "2.0.0-rc.1"], "1.0.0"],
    [["2.0.0-rc.1", "2.0.0-rc.2"], "2.0.0-rc.2"],
    [["not a version", "1.0.0"], "1.0.0"],
    [["not a version"], undefined],
    [[], undefined],
  ])("of %j is %s", (versions, highest) => {
    expect(highestVersion(versions)).toBe(highest);
  });
});

describe("the dist-tags shown", () => {
  const shown = (merged: Readonly<Record<string, string>>, versions: readonly string[]) =>
    listedDistTags(
      new Map(Object.entries(merged)),
      (version) => versions.includes(version),
      () => versions,
    );

  test("T1: are the merged ones", () => {
    expect(shown({ latest: "1.0.0", next: "2.0.0" }, ["1.0.0", "2.0.0"])).toStrictEqual({
      latest: "1.0.0",
      next: "2.0.0",
    });
  });

  test("leave out a tag that names a version which is not shown, because following it would fail", () => {
    expect(shown({ latest: "1.0.0", next: "2.0.0" }, ["1.0.0"])).toStrictEqual({ latest: "1.0.0" });
  });

  test("have as latest the highest release, when no tag says which", () => {
    expect(shown({ latest: "9.0.0" }, ["1.0.0", "1.2.0", "2.0.0-beta.1"])).toStrictEqual({ latest: "1.2.0" });
    expect(shown({}, ["1.0.0"])).toStrictEqual({ latest: "1.0.0" });
  });

  test("are empty when nothing is shown", () => {
    expect(shown({ latest: "1.0.0" }, [])).toStrictEqual({});
  });

  test("can have any name", () => {
    const tags = listedDistTags(
      new Map([["__proto__", "1.0.0"]]),
      () => true,
      () => ["1.0.0"],
    );
    expect(Object.keys(tags).toSorted()).toStrictEqual(["__proto__", "latest"]);
  });
});
