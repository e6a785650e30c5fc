import { toRuntimeLog } from './podLogs.ts';

it('writes lines as container runtimes do, the last at the given time', () => {
  expect(
    toRuntimeLog(
      [
        ['stdout', 'one'],
        ['stderr', 'two'],
      ],
      new Date('2026-01-01T00:00:01.500Z'),
    ),
  ).toBe(
    '2026-01-01T00:00:00.500000000Z stdout F one\n2026-01-01T00:00:01.500000000Z stderr F two\n',
  );
});
