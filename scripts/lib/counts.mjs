/** Passed and failed tests in jest's `--json` output. A suite that can't run counts as one failed. */
export function countJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
  };
}

/** Passed and failed tests in Playwright's JSON report; a flaky one passed in the end. */
export function countPlaywright(report) {
  const { expected, flaky, unexpected } = report.stats;
  const broken = unexpected === 0 ? report.errors.length : 0;
  return { passed: expected + flaky, failed: unexpected + broken };
}

/** Passed and failed tests in the TAP output of node:test (its closing lines). */
export function countTap(text) {
  const last = word =>
    Number(
      [...text.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))].pop()?.[1],
    );
  const passed = last('pass');
  const failed = last('fail') + last('cancelled');
  if (Number.isNaN(passed) || Number.isNaN(failed)) {
    throw new Error('node --test printed no summary');
  }
  return { passed, failed };
}

/** The sum of counts. */
export function addCounts(all) {
  return all.reduce(
    (sum, { passed, failed }) => ({
      passed: sum.passed + passed,
      failed: sum.failed + failed,
    }),
    { passed: 0, failed: 0 },
  );
}
