import { addCounts } from './counts.mjs';

/** The table of stages, and the one line that closes a run. */
export function renderResults(results) {
  const rows = results.map(({ name, seconds, passed, failed, note }) => [
    name,
    `${seconds.toFixed(1)} s`,
    String(passed),
    String(failed),
    note ?? '',
  ]);
  const total = addCounts(results);
  const seconds = results.reduce((sum, result) => sum + result.seconds, 0);
  const table = [
    ['stage', 'time', 'passed', 'failed', ''],
    ...rows,
    [
      'all',
      `${seconds.toFixed(1)} s`,
      String(total.passed),
      String(total.failed),
      '',
    ],
  ];
  const widths = [0, 1, 2, 3].map(column =>
    Math.max(...table.map(row => row[column].length)),
  );
  const lines = table.map(([name, ...cells]) =>
    [
      name.padEnd(widths[0]),
      ...cells.slice(0, 3).map((cell, i) => cell.padStart(widths[i + 1])),
      cells[3],
    ]
      .join('  ')
      .trimEnd(),
  );
  return {
    table: lines.join('\n'),
    lastLine: `tests: ${total.passed} passed, ${total.failed} failed`,
    isGreen: total.failed === 0 && total.passed > 0,
  };
}
