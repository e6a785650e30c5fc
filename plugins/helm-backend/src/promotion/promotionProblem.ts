import type { HelmProblem, Revision } from '@backstage-helm/plugin-helm-common';
import { LONGEST_GAP_MS, type Soak } from './nextSoak';

/** What is known of the release that a version comes from. */
export interface Source {
  /** Newest revision; absent when nothing is there. */
  latest?: Pick<Revision, 'revision' | 'status' | 'chartVersion' | 'updatedAt'>;
  /** Digest of its chart, by our own record. */
  chartDigest?: string;
  soak?: Soak;
}

/** What is to go on, from where to where, and under which rule. */
export interface Wanted {
  version: string;
  digest: string;
  from: string;
  to: string;
  soakSeconds: number;
}

/** `44 s`, `12 min`, `1 h`, `1 h 30 min` */
function span(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  const parts = [
    minutes >= 60 ? `${Math.floor(minutes / 60)} h` : '',
    minutes % 60 ? `${minutes % 60} min` : '',
  ];
  return parts.filter(Boolean).join(' ');
}

function inWords(time: number): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * What a version lacks to go on: deployed in the environment before, of the
 * very same chart, healthy there now, and for long enough without a break.
 *
 * @param now - epoch milliseconds
 */
export function promotionProblem(
  { version, digest, from, to, soakSeconds }: Wanted,
  { latest, chartDigest, soak }: Source,
  now: number,
): HelmProblem | undefined {
  const lacking = (message: string, wayOut: string): HelmProblem => ({
    code: 'PROMOTION_RULE',
    field: 'version',
    message,
    wayOut,
  });
  const deployThere = `Deploy ${version} in ${from} first.`;
  if (!latest) {
    return lacking(`Nothing of it is deployed in ${from}.`, deployThere);
  }
  const { chartVersion, revision, status } = latest;
  if (status !== 'deployed') {
    return lacking(
      `Revision ${revision} in ${from} is ${status}.`,
      `${version} has to be deployed and healthy there first.`,
    );
  }
  if (chartDigest === undefined) {
    return lacking(
      `What is deployed in ${from} was not deployed from here, so its chart can't be compared.`,
      deployThere,
    );
  }
  if (chartDigest !== digest) {
    return lacking(
      chartVersion === version
        ? `${from} has another chart of the same version ${version}.`
        : `${from} has ${chartVersion}, not ${version}.`,
      deployThere,
    );
  }
  if (
    !soak ||
    soak.revision !== revision ||
    now - soak.checkedAt > LONGEST_GAP_MS
  ) {
    return lacking(
      `Whether ${version} is healthy in ${from} is not known.`,
      `It is looked at every minute; see whether the cluster of ${from} answers.`,
    );
  }
  if (soak.healthySince === undefined) {
    return lacking(
      `${version} is not healthy in ${from}.`,
      `It has to be healthy there${
        soakSeconds ? ` for ${span(soakSeconds * 1000)}` : ''
      }, without a break.`,
    );
  }
  // Numbers come again in another life of a release: time in it does not.
  const since = Math.max(soak.healthySince, Date.parse(latest.updatedAt));
  const lasted = Math.max(0, now - since);
  return lasted >= soakSeconds * 1000
    ? undefined
    : lacking(
        `${version} has been healthy in ${from} for ${span(lasted)} of ${span(
          soakSeconds * 1000,
        )}.`,
        `It may go to ${to} at ${inWords(
          since + soakSeconds * 1000,
        )}, if it stays healthy.`,
      );
}
