import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addCounts, countJest, countPlaywright, countTap } from './counts.mjs';

test('a jest suite that can not run is a failure', () => {
  assert.deepEqual(
    countJest({
      numPassedTests: 7,
      numFailedTests: 2,
      numRuntimeErrorTestSuites: 1,
    }),
    { passed: 7, failed: 3 },
  );
});

test('a Playwright run that breaks before its first test is a failure', () => {
  const stats = { expected: 0, flaky: 0, unexpected: 0, skipped: 0 };
  assert.deepEqual(
    countPlaywright({ stats, errors: [{ message: 'no browser' }] }),
    {
      passed: 0,
      failed: 1,
    },
  );
  assert.deepEqual(
    countPlaywright({
      stats: { expected: 5, flaky: 1, unexpected: 2, skipped: 0 },
      errors: [{ message: 'told above' }],
    }),
    { passed: 6, failed: 2 },
  );
});

test('node:test is counted by its last lines', () => {
  const text = '# pass 1\nok 1\n# tests 9\n# pass 7\n# fail 1\n# cancelled 1\n';
  assert.deepEqual(countTap(text), { passed: 7, failed: 2 });
  assert.throws(() => countTap('Segmentation fault'), /no summary/);
});

test('counts add up', () => {
  assert.deepEqual(
    addCounts([
      { passed: 1, failed: 0 },
      { passed: 2, failed: 3 },
    ]),
    { passed: 3, failed: 3 },
  );
});
