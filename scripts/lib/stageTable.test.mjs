import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderResults } from './stageTable.mjs';

test('shows each stage and ends with the sum', () => {
  const { table, lastLine, isGreen } = renderResults([
    { name: 'types', seconds: 7.04, passed: 1, failed: 0 },
    { name: 'unit', seconds: 61, passed: 200, failed: 2, note: 'exit code 1' },
  ]);
  assert.equal(
    table,
    [
      'stage    time  passed  failed',
      'types   7.0 s       1       0',
      'unit   61.0 s     200       2  exit code 1',
      'all    68.0 s     201       2',
    ].join('\n'),
  );
  assert.equal(lastLine, 'tests: 201 passed, 2 failed');
  assert.equal(isGreen, false);
});

test('nothing that ran is not green', () => {
  assert.equal(renderResults([]).isGreen, false);
});
