import type { LoggerService } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { OperationService } from '../operations/OperationService';
import type { DiffView } from '../plans/createDiffView';
import type { Planning } from '../plans/createPlanning';
import type { PlanStore } from '../plans/PlanRecord';
import type { ReleaseViews } from '../releases/createReleaseViews';
import type { ReleaseLister } from '../releases/ReleaseLister';
import type { Digester } from '../digest/Digester';

/**
 * What actions are made of: the very services behind the HTTP API, so that an
 * agent meets the same permissions, approvals, queue and audit as a person.
 */
export interface ActionContext {
  registry: ActionsRegistryService;
  views: ReleaseViews;
  lister: Pick<ReleaseLister, 'list'>;
  diff: DiffView;
  planning: Pick<Planning, 'createPlan'>;
  plans: Pick<PlanStore, 'get'>;
  operations: Pick<
    OperationService,
    'create' | 'get' | 'cancel' | 'findIntended'
  >;
  digester: Pick<Digester, 'json'>;
  /** Where people open the portal, without a slash at the end. */
  appUrl: string;
  logger: Pick<LoggerService, 'error'>;
  redactText: (text: string) => string;
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
}
