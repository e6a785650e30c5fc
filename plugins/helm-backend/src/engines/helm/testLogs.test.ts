import { readTestLogs } from './testLogs';

describe('readTestLogs', () => {
  it('finds the logs behind the status', () => {
    const stdout = `NAME: web
STATUS: deployed
NOTES:
hello

POD LOGS: web-test
checking
  ok

POD LOGS: web-other
${'x\n'.repeat(60)}`;
    const logs = readTestLogs(stdout);
    expect(logs[0]).toEqual({ pod: 'web-test', lines: ['checking', '  ok'] });
    expect(logs[1].lines).toHaveLength(50);
    expect(readTestLogs('NAME: web\n')).toEqual([]);
  });
});
