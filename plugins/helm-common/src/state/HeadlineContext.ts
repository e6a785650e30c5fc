import type { SyncPause } from '../api';
import type { HelmProblem } from '../errors';
import type { StateInput } from './deriveState';
import { formatAge } from './formatDuration';
import type { Headline, ReleaseState } from './State';

/** What the sentence of a headline is made of. @public */
export interface HeadlineContext
  extends Pick<
    StateInput,
    'now' | 'deployed' | 'wanted' | 'declaredBy' | 'boundTo' | 'activeOperation'
  > {
  cluster: string;
  /** The cluster does not answer; what is known is old. */
  isStale?: boolean;
  /** What the current phase says: "Waiting for resources, step 5 of 6". */
  progress?: string;
  /** Why the last operation failed, in the app's terms. */
  failure?: string;
  driftedFields?: number;
  /** Problems of the declaration. */
  problems?: readonly Pick<HelmProblem, 'message'>[];
  /** What automatic sync says of itself. */
  sync?: {
    paused?: Pick<SyncPause, 'cause' | 'by'>;
    /** Why nothing is tried any more. */
    stoppedBecause?: string;
    /** The brake holds it: so many may change at once. */
    held?: number;
  };
  /** Entity whose card this is; names the others in a conflict. */
  entityRef?: string;
}

/** Gives the headline where it applies. */
export type HeadlineRule = (
  state: ReleaseState,
  context: HeadlineContext,
) => Headline | undefined;

/** How long ago, in words. */
export function since(context: HeadlineContext, time: string): string {
  return formatAge(context.now - Date.parse(time));
}
