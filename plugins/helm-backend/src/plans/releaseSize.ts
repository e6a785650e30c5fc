import { promisify } from 'util';
import { gzip } from 'zlib';
import type { HelmProblem } from '@backstage-helm/plugin-helm-common';

/** Kubernetes stores 1,048,576 bytes of a Secret; the rest is our margin. */
const LIMIT = 950 * 1024;

/**
 * What the release Secret will hold: Helm stores the chart, the values and the
 * manifest as base64 of gzip (engines.md §2.2).
 *
 * @param chartBytes - the chart's part, compressed
 */
export async function estimateReleaseSize(
  chartBytes: number,
  rest: { manifest: string; hooks: string; values: unknown },
): Promise<number> {
  const compressed = await promisify(gzip)(JSON.stringify(rest));
  return Math.ceil(((chartBytes + compressed.length) * 4) / 3);
}

/** Stops what Kubernetes would refuse in the middle of the way. */
export function checkReleaseSize(bytes: number): HelmProblem[] {
  return bytes < LIMIT
    ? []
    : [
        {
          code: 'RELEASE_TOO_LARGE',
          field: 'chart',
          message: `The release would take about ${Math.round(
            bytes / 1024,
          )} KiB, and Kubernetes stores at most 1024 KiB.`,
          wayOut: 'Split the chart, or leave files out of it by .helmignore.',
        },
      ];
}
