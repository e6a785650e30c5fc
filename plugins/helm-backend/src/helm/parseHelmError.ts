import type { HelmErrorCode } from '@backstage-helm/plugin-helm-common';

/** What Helm said, in a form that a person and a program can act on. */
export interface HelmFailure {
  code: HelmErrorCode;
  /** One sentence: what is wrong. */
  message: string;
  /** One sentence: what to do. */
  wayOut?: string;
  /** Helm's own words, without log lines and usage. */
  words: string;
}

type Rule = [
  pattern: RegExp,
  code: HelmErrorCode,
  message: string,
  wayOut?: string,
];

/**
 * Texts of 3.22 and 4.3 (engines.md §2.3), first match wins. Exit code is 1
 * for every error, so there is nothing else to go by. `$1`… are the groups.
 */
const rules: Rule[] = [
  [
    /out of memory|cannot allocate memory|goroutine stack exceeds/,
    'RENDER_TOO_LARGE',
    'Rendering the chart needs more memory than it is given.',
    'Render less, or correct the chart.',
  ],
  [
    /another operation \(install\/upgrade\/rollback\) is in progress/,
    'RELEASE_LOCKED',
    'The release says that another operation is in progress.',
    'Wait for it; if nothing runs any more, roll back to the last good revision.',
  ],
  [
    /release: already exists|cannot re-?use a name that is still in use/,
    'RELEASE_BUSY',
    'Someone else changed this release at the same moment.',
    'Look at what they did, then plan again.',
  ],
  [
    /"[^"]+" has no deployed releases/,
    'BASE_CHANGED',
    'There is no deployed revision to upgrade from any more.',
    'Plan again.',
  ],
  [
    /release has no (\d+) version/,
    'NOTHING_TO_ROLL_BACK_TO',
    'Revision $1 is not in the cluster.',
    'Choose another revision.',
  ],
  [
    /unable to continue with (?:install|update): (\S+ "[^"]+") in namespace "([^"]*)" exists and cannot be imported/i,
    'OWNERSHIP_METADATA',
    '$1 in $2 exists already and belongs to something else.',
    'Rename it in the values, or let its owner remove it.',
  ],
  [
    /conflict with "([^"]+)"(?: with subresource "[^"]*")? using \S+: (\S+)/,
    'APPLY_CONFLICT',
    '$1 changed the field $2 in the cluster and holds it.',
    'Undo that change, or put it into the values; forceConflicts in the environment takes such fields over.',
  ],
  [
    /object (\S+) \S+, Kind=(\w+):[^\n]*field is immutable/,
    'IMMUTABLE_FIELD',
    '$2 $1 changes a field that Kubernetes does not let change.',
    'Undo that change, or let an operator delete the object first.',
  ],
  [
    /cannot patch "([^"]+)" with kind (\w+):[^\n]*field is immutable/,
    'IMMUTABLE_FIELD',
    '$2 $1 changes a field that Kubernetes does not let change.',
    'Undo that change, or let an operator delete the object first.',
  ],
  [
    /field is immutable/,
    'IMMUTABLE_FIELD',
    'An object changes a field that Kubernetes does not let change.',
    'Undo that change, or let an operator delete the object first.',
  ],
  [
    /removed kubernetes api|no matches for kind "([^"]+)" in version "([^"]+)"/,
    'API_REMOVED',
    'The cluster does not serve $1 $2.',
    'Use a chart version for this Kubernetes version, or install what serves it.',
  ],
  [
    /(pre|post)-(install|upgrade|rollback|delete) hooks failed|failed (pre|post)-(install|upgrade|rollback|delete)/,
    'HOOK_FAILED',
    'A hook of the chart failed.',
    'Read the log of its Job, mend it, then deploy again.',
  ],
  [
    /resource (\w+)\/([^/\s]+\/)?(\S+) not ready/,
    'WAIT_TIMEOUT',
    '$1 $3 did not become ready in time.',
    'Look at its pods and events.',
  ],
  [
    /context deadline exceeded|timed out waiting for the condition/,
    'WAIT_TIMEOUT',
    'Not everything became ready in time.',
    'Look at the objects that are not ready.',
  ],
  [
    /values don't meet the specifications of the schema/,
    'VALUES_SCHEMA',
    'The values do not fit the schema of the chart.',
    'Correct the values that it names.',
  ],
  [
    /may not be more than 1048576 bytes|must have at most 1048576|request entity too large/i,
    'RELEASE_TOO_LARGE',
    'The release is larger than the 1 MiB that Kubernetes stores.',
    'Split the chart, or leave files out of it by .helmignore.',
  ],
  [
    /kubernetes cluster unreachable/i,
    'CLUSTER_UNREACHABLE',
    'Helm did not reach the cluster.',
    'Try again when the cluster answers.',
  ],
  [
    /\bUnauthorized\b|the server has asked for the client to provide credentials/,
    'CLUSTER_CREDENTIALS_REFUSED',
    'The cluster refused the credentials of the deployer.',
    'Ask a platform engineer to check the deployer identity.',
  ],
  [
    /is forbidden: User "([^"]+)" cannot (\w+) resource "([^"]+)"/,
    'CLUSTER_FORBIDDEN',
    'The deployer $1 may not $2 $3.',
    'Ask a platform engineer to grant it, or leave the object out.',
  ],
  [
    /is forbidden: /,
    'CLUSTER_FORBIDDEN',
    'The cluster forbids this to the deployer.',
    'Ask a platform engineer to grant it.',
  ],
  [
    /context canceled|has been cancelled/,
    'INTERRUPTED',
    'Helm was asked to stop.',
  ],
  [
    /execution error at \(([^)]+)\): ([^\n]+)/,
    'RENDER_FAILED',
    'The chart says at $1: $2',
    'Correct the values that it asks for.',
  ],
  [
    /YAML parse error on (\S+): ([^\n]+)/,
    'RENDER_FAILED',
    'The template $1 does not render to YAML: $2',
    'Correct the value that it prints, or the chart.',
  ],
  [
    /template: ([^\s:]+:\d+)[^\n]*?: ([^:\n]+)$/m,
    'RENDER_FAILED',
    'The template $1 failed: $2',
    'Correct the value that it reads, or the chart.',
  ],
  [
    /release: not found/,
    'BASE_CHANGED',
    'The release is not in the cluster any more.',
    'Plan again.',
  ],
];

const logLine = /^(level=|time=|I\d{4} |W\d{4} |E\d{4} |WARNING: |Flag --)/;
const label =
  /^Error: (?:(?:INSTALLATION|UPGRADE|ROLLBACK|UNINSTALLATION) FAILED: )?/;

/** Helm's words for it: log lines, warnings and the usage left out. */
function wordsOf(stderr: string): string {
  const lines = stderr.split('\n').filter(line => !logLine.test(line));
  const first = lines.findIndex(line => line.startsWith('Error: '));
  return lines.slice(Math.max(first, 0)).join('\n').replace(label, '').trim();
}

/** Classifies what Helm printed on stderr. Not redacted yet. */
export function parseHelmError(stderr: string): HelmFailure {
  const words = wordsOf(stderr);
  for (const [pattern, code, message, wayOut] of rules) {
    const match = pattern.exec(words);
    if (match) {
      const filled = message
        .replace(/\$(\d)/g, (_, group) => match[Number(group)] ?? '')
        .replace(/ {2,}/g, ' ');
      return { code, message: filled, wayOut, words };
    }
  }
  return {
    code: 'HELM_FAILED',
    message: words
      ? `Helm failed: ${words.split('\n')[0]}`
      : 'Helm ended without saying why.',
    words,
  };
}
