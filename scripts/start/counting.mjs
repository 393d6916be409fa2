// Counts tests in the JSON reports of Vitest and Playwright. A runner that fails without a failed test to show for it
// (it crashed, or a file could not be loaded, or it left no report) counts as one failure.
export const count = (passed, failed) => ({ passed, failed });

export function vitestCount(report, crashed) {
  if (!report) return count(0, 1);
  const brokenFiles = (report.testResults ?? []).filter(
    (file) => file.status === "failed" && (file.assertionResults ?? []).length === 0,
  ).length;
  const failed = (report.numFailedTests ?? 0) + brokenFiles;
  return count(report.numPassedTests ?? 0, crashed && failed === 0 ? 1 : failed);
}

export function playwrightCount(report, crashed) {
  if (!report?.stats) return count(0, 1);
  const { expected = 0, unexpected = 0, flaky = 0 } = report.stats;
  const failed = unexpected + flaky;
  return count(expected, crashed && failed === 0 ? 1 : failed);
}
