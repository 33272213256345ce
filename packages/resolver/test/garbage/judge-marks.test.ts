import { describe, expect, test } from "vitest";
import { findUnmarked, judgeMarks } from "../../src/garbage/judge-marks.ts";

const referenced = new Set(["used"]);

test("what nothing refers to and has no mark yet is to be marked", () => {
  const marks = [{ id: "marked", markedTime: 0 }];
  expect(findUnmarked(["used", "marked", "new"], referenced, marks)).toStrictEqual(["new"]);
});

describe("a mark", () => {
  const judged = (id: string, markedTime: number, now: number) =>
    judgeMarks([{ id, markedTime }], referenced, now, 100);

  test("stays within its grace period, whatever refers to the thing", () => {
    for (const id of ["used", "unused"]) expect(judged(id, 1000, 1099)).toStrictEqual({ remove: [], unmark: [] });
  });

  test("leads to removal from the end of the grace period on", () => {
    expect(judged("unused", 1000, 1100).remove).toHaveLength(1);
  });

  test("is taken off when something refers to the thing after all", () => {
    expect(judged("used", 1000, 5000)).toMatchObject({ remove: [], unmark: [{ id: "used" }] });
  });
});
