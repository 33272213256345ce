import { expect, test } from "vitest";
import { copiedTags } from "../../src/use-cases/copied-tags.ts";
import type { WalkedRepository } from "../../src/use-cases/walk.ts";

const holder = (name: string, tags: Readonly<Record<string, string>>): WalkedRepository => ({
  repository: { name, administratorAccount: "111122223333", upstreams: [], createdTime: 0 },
  record: { originControls: { publish: "ALLOW", upstream: "ALLOW" }, tags },
  blocksUpstream: false,
});
const near = holder("near", { latest: "1.0.0", lts: "1.0.0", beta: "2.0.0" });
const far = holder("far", { latest: "2.0.0", next: "2.0.0", old: "1.0.0" });

test("T6: the tags of the repository in which a version was found follow it, and no others", () => {
  expect(copiedTags([{ holder: near, version: "1.0.0" }], [near, far])).toStrictEqual({
    latest: "1.0.0",
    lts: "1.0.0",
  });
  expect(copiedTags([{ holder: near, version: "3.0.0" }], [near, far])).toStrictEqual({});
});

test("T2, T6: of two repositories that use one tag for two copied versions the further one wins", () => {
  const copied = [
    { holder: far, version: "2.0.0" },
    { holder: near, version: "1.0.0" },
  ];
  expect(copiedTags(copied, [near, far])).toStrictEqual({ latest: "2.0.0", lts: "1.0.0", next: "2.0.0" });
});

test("a tag named __proto__ is a tag like any other", () => {
  const hostile = holder("hostile", JSON.parse('{"__proto__":"1.0.0"}') as Record<string, string>);
  const tags = copiedTags([{ holder: hostile, version: "1.0.0" }], [hostile]);
  expect(Object.entries(tags)).toStrictEqual([["__proto__", "1.0.0"]]);
});
