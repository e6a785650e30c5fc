import {
  isHelmError,
  type FailingContainer,
  type KubeObject,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';

const MAX_LINES = 20;
const MAX_LINE_LENGTH = 500;
const LIMIT_BYTES = 64 * 1024;

/** Terminal colours of a log line, and any other control character. */
const escape = String.fromCharCode(27);
const colours = new RegExp(`${escape}\\[[0-9;]*[A-Za-z]`, 'g');
const control = /(?!\t)\p{Cc}/gu;

function toLines(text: string): string[] {
  return text
    .split('\n')
    .map(line =>
      line.replace(colours, '').replace(control, '').slice(0, MAX_LINE_LENGTH),
    )
    .filter(line => line.trim())
    .slice(-MAX_LINES);
}

/**
 * Last lines of a failing container, of the run before where it restarts;
 * undefined where logs may not be read.
 */
export async function readLastLines(
  client: KubeClient,
  pod: KubeObject,
  failing: FailingContainer,
): Promise<string[] | undefined> {
  const { namespace = '', name } = pod.metadata;
  const path = `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/pods/${encodeURIComponent(name)}/log`;
  const read = async (previous: boolean) =>
    toLines(
      await client.text(path, {
        query: {
          container: failing.container,
          tailLines: `${MAX_LINES}`,
          ...(previous ? { previous: 'true' } : {}),
        },
        limitBytes: LIMIT_BYTES,
      }),
    );
  try {
    const before = failing.hasRestarted ? await read(true) : [];
    return before.length ? before : await read(false);
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return undefined;
    }
    throw error;
  }
}
