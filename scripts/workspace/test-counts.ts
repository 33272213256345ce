/** What we read of vitest's JSON report. */
type TestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
};

/**
 * `N passed, N failed`, with `, N skipped` when there are any. A file that failed without a failing test of its own,
 * as one that can't be loaded, counts as one failure.
 */
export const countLine = (json: string): string => {
  const report = JSON.parse(json) as TestReport;
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  ).length;
  const skipped = report.numPendingTests + report.numTodoTests;
  const counts = [`${report.numPassedTests} passed`, `${report.numFailedTests + brokenFiles} failed`];
  return [...counts, ...(skipped === 0 ? [] : [`${skipped} skipped`])].join(", ");
};
