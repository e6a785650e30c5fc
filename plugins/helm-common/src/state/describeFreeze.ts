import type { Freeze } from '../api';
import type { HelmProblem } from '../errors';

/** Permission to change what is frozen. */
export const FREEZE_OVERRIDE = 'helm.freeze.override';

/** `2027-01-03 00:00 UTC` */
function inWords(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Why nothing may be changed there now, until when, and who may all the same. @public */
export function describeFreeze(
  environment: string,
  { title, end }: Freeze,
): HelmProblem {
  return {
    code: 'ENVIRONMENT_FROZEN',
    message: `${environment} takes no changes until ${inWords(end)}: ${title}.`,
    wayOut: `Wait until then, or ask someone who holds ${FREEZE_OVERRIDE}.`,
  };
}
