import { expect, test } from "vitest";
import { createMemoryStores } from "../../../../test/kit/memory-stores.ts";
import { restrictionsOf } from "../../src/package-group/package-group.ts";
import type { ReferenceStore } from "../../src/ports/reference-store.ts";
import { groupsWritten, loadGroups } from "../../src/use-cases/load-groups.ts";

test("PG22: groups are read when one has changed, and only then", async () => {
  const { references } = createMemoryStores();
  let lists = 0;
  const counted: ReferenceStore = {
    ...references,
    list: (prefix, page) => {
      lists += 1;
      return references.list(prefix, page);
    },
  };
  const patterns = async (): Promise<readonly string[]> =>
    (await loadGroups(counted)).groups.map(({ pattern }) => pattern);
  expect([await patterns(), await patterns(), lists]).toEqual([["/*"], ["/*"], 0]);
  const key = { type: "group", pattern: "/npm/*" } as const;
  const value = { pattern: "/npm/*", createdTime: 1, restrictions: restrictionsOf("INHERIT") };
  await references.commit([{ type: "put", key, value }, groupsWritten(1)]);
  expect([await patterns(), await patterns(), lists]).toEqual([["/*", "/npm/*"], ["/*", "/npm/*"], 1]);
  await references.commit([{ type: "delete", key }, groupsWritten(1)]);
  expect([await patterns(), lists]).toEqual([["/*"], 2]);
});
