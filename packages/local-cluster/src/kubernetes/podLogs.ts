import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

type Stream = 'stdout' | 'stderr';

const LOGS: Record<string, [Stream, string][]> = {
  app: [
    ['stdout', 'level=info msg="starting" pid=1'],
    ['stdout', 'level=info msg="configuration read" file=/etc/app/config.yaml'],
    ['stdout', 'level=info msg="connected" to=database'],
    ['stdout', 'level=info msg="listening" address=:8080'],
    ['stdout', 'level=info msg="request" method=GET path=/healthz status=200'],
    ['stdout', 'level=info msg="request" method=GET path=/ status=200'],
    ['stderr', 'level=warn msg="slow request" path=/cart duration=812ms'],
    ['stdout', 'level=info msg="request" method=GET path=/healthz status=200'],
  ],
  'crash-loop': [
    ['stdout', 'level=info msg="starting" pid=1'],
    ['stdout', 'level=info msg="connecting" to=database host=db port=5432'],
    ['stderr', 'level=error msg="connection refused" attempt=1'],
    ['stderr', 'level=error msg="connection refused" attempt=2'],
    ['stderr', 'level=error msg="connection refused" attempt=3'],
    ['stderr', 'panic: cannot connect to database "shop" at db:5432'],
    ['stderr', 'exit status 2'],
  ],
  fail: [
    ['stdout', 'checking the service'],
    ['stderr', 'error: expected status 200, got 503'],
  ],
  migrate: [
    ['stdout', 'schema is at version 41'],
    ['stdout', 'applying 42_add_index'],
    ['stdout', 'schema is at version 42'],
  ],
  test: [
    ['stdout', 'GET /healthz'],
    ['stdout', '200 OK'],
    ['stdout', '1 test passed'],
  ],
};

/** Lines in the form that container runtimes write, one second apart, the last at `end`. */
export function toRuntimeLog(lines: [Stream, string][], end: Date): string {
  return lines
    .map(([stream, text], index) => {
      const time = new Date(end.getTime() - 1000 * (lines.length - 1 - index));
      const stamp = time.toISOString().replace('Z', '000000Z');
      return `${stamp} ${stream} F ${text}\n`;
    })
    .join('');
}

/** Writes the log files that the simulated pods show. */
export async function writePodLogs(
  directory: string,
  now = new Date(),
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await Promise.all(
    Object.entries(LOGS).map(([name, lines]) =>
      writeFile(join(directory, `${name}.log`), toRuntimeLog(lines, now)),
    ),
  );
}
