import { describe, expect, test } from "vitest";
import { type TagSource, mergeDistTags } from "../../src/dist-tag/merge-dist-tags.ts";

const source = (tags: Readonly<Record<string, string>>, ...upstreams: readonly TagSource[]): TagSource => ({
  tags,
  upstreams,
});
const ruled = (
  precedence: NonNullable<TagSource["precedence"]>,
  tags: Readonly<Record<string, string>>,
  ...upstreams: readonly TagSource[]
): TagSource => ({ tags, upstreams, precedence });
const merged = (root: TagSource): Record<string, string> => Object.fromEntries(mergeDistTags(root));

test("T1: the tags of a repository and of its upstreams are shown as one set", () => {
  expect(merged(source({ beta: "2.0.0-b" }, source({ latest: "1.0.0" }, source({ old: "0.1.0" }))))).toStrictEqual({
    beta: "2.0.0-b",
    latest: "1.0.0",
    old: "0.1.0",
  });
});

test("T2: on a clash the upstream's value wins, over several levels the most upstream one", () => {
  expect(merged(source({ latest: "3.0.0" }, source({ latest: "2.0.0" })))).toStrictEqual({ latest: "2.0.0" });
  expect(merged(source({ latest: "3.0.0" }, source({ latest: "2.0.0" }, source({ latest: "1.0.0" }))))).toStrictEqual({
    latest: "1.0.0",
  });
});

test("T2: between two upstreams of one repository the earlier in the list wins", () => {
  expect(merged(source({}, source({ latest: "1.0.0" }), source({ latest: "2.0.0", next: "2.1.0" })))).toStrictEqual({
    latest: "1.0.0",
    next: "2.1.0",
  });
});

test("T3: merging leaves the stored tags as they are", () => {
  const own = { latest: "2.0.0" };
  merged(source(own, source({ latest: "1.0.0" })));
  expect(own).toStrictEqual({ latest: "2.0.0" });
});

test("T4: what was published to a repository is not what its clients see as latest while the upstream says otherwise", () => {
  expect(merged(source({ latest: "1.0.2" }, source({ latest: "1.0.1" })))).toStrictEqual({ latest: "1.0.1" });
});

describe("with local precedence", () => {
  test("the repository's own tag wins over its upstreams', and T4 is no more", () => {
    expect(merged(ruled("local", { latest: "1.0.2" }, source({ latest: "1.0.1", next: "2.0.0" })))).toStrictEqual({
      latest: "1.0.2",
      next: "2.0.0",
    });
  });

  test("among upstreams the earlier in the list still wins (T2)", () => {
    expect(
      merged(ruled("local", { own: "1.0.0" }, source({ latest: "1.0.0" }), source({ latest: "2.0.0" }))),
    ).toStrictEqual({ latest: "1.0.0", own: "1.0.0" });
  });

  test("the own tag wins even when it names a lower version", () => {
    expect(merged(ruled("local", { latest: "0.9.0" }, source({ latest: "1.0.0" })))).toStrictEqual({ latest: "0.9.0" });
  });
});

describe("with semver precedence", () => {
  const latest = (own: string, ...upstreams: readonly string[]) =>
    merged(ruled("semver", { latest: own }, ...upstreams.map((version) => source({ latest: version }))))["latest"];

  test.each([
    ["1.0.2", ["1.0.1"], "1.0.2"],
    ["1.0.1", ["1.0.2"], "1.0.2"],
    ["1.9.0", ["1.10.0", "1.8.0"], "1.10.0"],
    ["1.0.0", ["1.0.1", "2.0.0", "1.5.0"], "2.0.0"],
  ])("of latest %s here and %j upstream the highest wins: %s", (own, upstreams, highest) => {
    expect(latest(own, ...upstreams)).toBe(highest);
  });

  test("latest prefers a release to every prerelease, other tags do not", () => {
    expect(latest("1.9.0", "2.0.0-rc.1")).toBe("1.9.0");
    expect(latest("2.0.0-rc.1", "1.9.0")).toBe("1.9.0");
    expect(merged(ruled("semver", { next: "1.9.0" }, source({ next: "2.0.0-rc.1" })))).toStrictEqual({
      next: "2.0.0-rc.1",
    });
  });

  test("what is no version is below all that are; of equal ones the upstream's is shown", () => {
    expect(latest("stable", "0.0.1")).toBe("0.0.1");
    expect(latest("0.0.1", "stable")).toBe("0.0.1");
    expect(latest("1.0.0+ours", "1.0.0+theirs")).toBe("1.0.0+theirs");
    expect(latest("1.0.0+ours", "1.0.0+first", "1.0.0+second")).toBe("1.0.0+first");
  });

  test("a tag that only one of them has is shown as it is", () => {
    expect(merged(ruled("semver", { old: "0.1.0" }, source({ next: "2.0.0" })))).toStrictEqual({
      old: "0.1.0",
      next: "2.0.0",
    });
  });
});

test("each repository merges by its own precedence what its clients see of its upstreams", () => {
  const shared = ruled("local", { latest: "2.0.0" }, source({ latest: "1.0.0" }));
  expect(merged(source({ latest: "3.0.0" }, shared))).toStrictEqual({ latest: "2.0.0" });
  expect(
    merged(ruled("local", { latest: "3.0.0" }, source({ latest: "2.0.0" }, source({ latest: "1.0.0" })))),
  ).toStrictEqual({ latest: "3.0.0" });
});

test("T2: upstream precedence, said or not, is the same", () => {
  const upstream = source({ latest: "1.0.0" });
  expect(merged(ruled("upstream", { latest: "2.0.0" }, upstream))).toStrictEqual(
    merged(source({ latest: "2.0.0" }, upstream)),
  );
});
