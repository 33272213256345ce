import { expect, test } from "vitest";
import { countLine } from "../../scripts/workspace/test-counts.ts";

const report = (change: object): string =>
  JSON.stringify({
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [],
    ...change,
  });

test("counts what passed and what failed", () => {
  expect(countLine(report({ numFailedTests: 2 }))).toBe("3 passed, 2 failed");
});

test("names skipped and unwritten tests when there are any", () => {
  expect(countLine(report({ numPendingTests: 1, numTodoTests: 1 }))).toBe("3 passed, 0 failed, 2 skipped");
});

test("a file that can't be loaded counts as a failure", () => {
  const testResults = [
    { status: "failed", assertionResults: [] },
    { status: "failed", assertionResults: [{ status: "failed" }] },
    { status: "passed", assertionResults: [{ status: "passed" }] },
  ];
  expect(countLine(report({ numFailedTests: 1, testResults }))).toBe("3 passed, 2 failed");
});
