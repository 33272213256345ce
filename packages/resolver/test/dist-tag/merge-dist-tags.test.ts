import { expect, test } from "vitest";
import { type TagSource, mergeDistTags } from "../../src/dist-tag/merge-dist-tags.ts";

const source = (tags: Readonly<Record<string, string>>, ...upstreams: readonly TagSource[]): TagSource => ({
  tags,
  upstreams,
});
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
