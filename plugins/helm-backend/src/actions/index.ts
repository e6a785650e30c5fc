import type { ActionContext } from './ActionContext';
import { createDeployReleaseAction } from './createDeployReleaseAction';
import { createDiffReleaseAction } from './createDiffReleaseAction';
import { createGetHistoryAction } from './createGetHistoryAction';
import { createGetReleaseAction } from './createGetReleaseAction';
import { createListReleasesAction } from './createListReleasesAction';
import {
  createCancelOperationAction,
  createGetOperationAction,
} from './createOperationActions';
import { createPlanReleaseAction } from './createPlanReleaseAction';
import { createRollbackReleaseAction } from './createRollbackReleaseAction';

export type { ActionContext } from './ActionContext';

/**
 * What agents may do (DESIGN §7). Approving, rejecting, breaking the glass,
 * freeing, uninstalling and passing over a freeze are for people: there is no
 * action for them, and no input of these leads there.
 */
export function registerActions(context: ActionContext): void {
  createListReleasesAction(context);
  createGetReleaseAction(context);
  createGetHistoryAction(context);
  createDiffReleaseAction(context);
  createPlanReleaseAction(context);
  createDeployReleaseAction(context);
  createRollbackReleaseAction(context);
  createGetOperationAction(context);
  createCancelOperationAction(context);
}
