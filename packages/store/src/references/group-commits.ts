import { setImmediate as nextTurn } from "node:timers/promises";
import { isHeadwaterError } from "@headwater/resolver";
import type { RowCommit, RowStep } from "./row-backend.ts";

export type CommitOne = (steps: readonly RowStep[]) => Promise<RowCommit>;

/**
 * Makes one durable transaction of the commits that are asked for at the same time, because each transaction waits for
 * the disk once. Every commit stays whole in itself: a conflict undoes that one alone, and when a transaction of several
 * fails, each is tried by itself, so that nobody fails for another's sake.
 *
 * @param commitAll applies several commits in one transaction, in order; answers each
 */
export function createGroupCommits(
  commitAll: (group: readonly (readonly RowStep[])[]) => Promise<readonly RowCommit[]>,
): CommitOne {
  interface Waiting {
    readonly steps: readonly RowStep[];
    readonly answer: PromiseWithResolvers<RowCommit>;
  }
  let waiting: Waiting[] = [];
  let working = false;

  const commitOne = async ({ steps, answer }: Waiting): Promise<void> => {
    try {
      const [result] = await commitAll([steps]);
      if (result === undefined) throw new Error("A commit was not answered.");
      answer.resolve(result);
    } catch (error) {
      answer.reject(error);
    }
  };

  const commitGroup = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const results = await commitAll(group.map(({ steps }) => steps));
      for (const [index, { answer }] of group.entries()) {
        const result = results[index];
        if (result === undefined) answer.reject(new Error("A commit was not answered."));
        else answer.resolve(result);
      }
    } catch (error) {
      // A lock held by others is nobody's own fault, and waiting for it again, one by one, would take them all for ever.
      if (isHeadwaterError(error) && error.code === "STORE_BUSY") {
        for (const { answer } of group) answer.reject(error);
        return;
      }
      // Which of them is at fault is found out one by one; each then gets its own error.
      for (const each of group) await commitOne(each);
    }
  };

  const work = async (): Promise<void> => {
    working = true;
    await nextTurn();
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      if (group.length === 1 && group[0] !== undefined) await commitOne(group[0]);
      else await commitGroup(group);
    }
    working = false;
  };

  return (steps) => {
    const answer = Promise.withResolvers<RowCommit>();
    waiting.push({ steps, answer });
    if (!working) void work();
    return answer.promise;
  };
}
