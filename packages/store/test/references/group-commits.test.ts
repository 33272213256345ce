import { HeadwaterError } from "@headwater/resolver";
import { describe, expect, test } from "vitest";
import { createGroupCommits } from "../../src/references/group-commits.ts";
import type { RowCommit, RowStep } from "../../src/references/row-backend.ts";

const put = (key: string): readonly RowStep[] => [{ type: "put", key, value: key }];
const done: RowCommit = { committed: true, kept: [] };

describe("commits asked for at the same time", () => {
  test("become one transaction, each with its own answer", async () => {
    const groups: string[][] = [];
    const commit = createGroupCommits(async (group) => {
      groups.push(group.map(([step]) => step?.key ?? ""));
      return group.map(([step]) => (step?.key === "b" ? { committed: false, conflicts: [0] } : done));
    });
    expect(await Promise.all([commit(put("a")), commit(put("b")), commit(put("c"))])).toEqual([
      done,
      { committed: false, conflicts: [0] },
      done,
    ]);
    expect(groups).toEqual([["a", "b", "c"]]);
  });

  test("those asked for while a transaction runs make up the next one", async () => {
    const groups: number[] = [];
    const late: Promise<RowCommit>[] = [];
    const commit = createGroupCommits(async (group) => {
      groups.push(group.length);
      if (groups.length === 1) late.push(commit(put("b")), commit(put("c")));
      return group.map(() => done);
    });
    await commit(put("a"));
    await Promise.all(late);
    expect(groups).toEqual([1, 2]);
  });

  test("nobody fails for another's sake: when a transaction of several fails, each is tried by itself", async () => {
    const commit = createGroupCommits(async (group) => {
      if (group.some(([step]) => step?.key === "too big")) throw new Error("full");
      return group.map(() => done);
    });
    const [small, big] = await Promise.allSettled([commit(put("small")), commit(put("too big"))]);
    expect(small).toEqual({ status: "fulfilled", value: done });
    expect(big).toMatchObject({ status: "rejected", reason: new Error("full") });
  });

  test("a lock that others hold too long fails all of them at once", async () => {
    let tries = 0;
    const commit = createGroupCommits(() => {
      tries += 1;
      return Promise.reject(new HeadwaterError("STORE_BUSY", "Others hold the lock."));
    });
    const ended = await Promise.allSettled([commit(put("a")), commit(put("b")), commit(put("c"))]);
    expect(ended.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
    expect(tries).toBe(1);
  });
});
