/** Logs that `helm test --logs` printed, by pod. */
export interface TestLog {
  pod: string;
  lines: string[];
}

const HEADING = /^POD LOGS: (\S+)(?: \(([^)]*)\))?$/;
const KEPT = 50;

/** Takes the logs of the test pods out of what Helm printed; last lines only. */
export function readTestLogs(stdout: string): TestLog[] {
  const logs: TestLog[] = [];
  for (const line of stdout.split('\n')) {
    const heading = HEADING.exec(line.trim());
    if (heading) {
      logs.push({ pod: heading[1], lines: [] });
    } else if (line.trim()) {
      logs.at(-1)?.lines.push(line.trimEnd());
    }
  }
  return logs.map(({ pod, lines }) => ({ pod, lines: lines.slice(-KEPT) }));
}
