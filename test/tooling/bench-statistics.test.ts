import { expect, test } from "vitest";
import { ratioOf } from "../../bench/measure/ratios.ts";
import { type Arm, orderOfRound, runRounds } from "../../bench/measure/rounds.ts";
import { quantile, spreadOf } from "../../bench/measure/statistics.ts";

test("the median lies in the middle, or between the two that do", () => {
  expect(quantile([30, 10, 20], 0.5)).toBe(20);
  expect(quantile([10, 40, 20, 30], 0.5)).toBe(25);
  expect(spreadOf([5, 1, 2, 4, 3])).toEqual({ median: 3, lower: 2, upper: 4, least: 1, most: 5 });
  expect(() => quantile([], 0.5)).toThrow("no values");
});

test("each round begins with another arm", () => {
  const rounds = [0, 1, 2, 3].map((round) => orderOfRound(["a", "b", "c"], round).join(""));
  expect(rounds).toEqual(["abc", "bca", "cab", "abc"]);
});

test("every arm runs in every round, and the times of warm-ups are not kept", async () => {
  const ran: string[] = [];
  const arm = (name: string): Arm => ({ name, run: async () => ({ milliseconds: ran.push(name) }) });
  const samples = await runRounds([arm("a"), arm("b")], { rounds: 2, warmUps: 1 });
  expect(ran.join("")).toBe("abbaab");
  expect(samples).toEqual([
    { round: 1, arm: "b", milliseconds: 3 },
    { round: 1, arm: "a", milliseconds: 4 },
    { round: 2, arm: "a", milliseconds: 5 },
    { round: 2, arm: "b", milliseconds: 6 },
  ]);
});

const samples = [
  [1, 110, 100],
  [2, 1200, 1000],
  [3, 52, 50],
].flatMap(([round = 0, plugin = 0, without = 0]) => [
  { round, arm: "plugin", milliseconds: plugin },
  { round, arm: "without", milliseconds: without },
]);

test("a ratio is taken within each round, so that a slow round does not count more", () => {
  expect(ratioOf(samples, { of: "plugin", to: "without" })?.time).toMatchObject({
    median: 1.1,
    least: 1.04,
    most: 1.2,
  });
});

test("a target is met or missed by the median ratio", () => {
  const met = (target: { atMost: number } | { atLeast: number }): boolean | undefined =>
    ratioOf(samples, { of: "plugin", to: "without", target })?.met;
  expect([met({ atMost: 1.1 }), met({ atMost: 1.08 }), met({ atLeast: 1.1 }), met({ atLeast: 1.3 })]).toEqual([
    true,
    false,
    true,
    false,
  ]);
});

test("the processor time has a ratio of its own", () => {
  const withCpu = samples.map((sample) => ({ ...sample, cpuMilliseconds: sample.arm === "plugin" ? 30 : 20 }));
  expect(ratioOf(withCpu, { of: "plugin", to: "without" })?.cpu?.median).toBe(1.5);
  expect(ratioOf(samples, { of: "plugin", to: "without" })?.cpu).toBeUndefined();
});

test("there is no ratio to an arm that was not measured", () => {
  expect(ratioOf(samples, { of: "plugin", to: "control" })).toBeUndefined();
});
