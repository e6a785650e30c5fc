import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { Authorizer } from '../authorization/Authorizer';
import type { HelmConfig } from '../config/HelmConfig';
import type { PlanRecord, PlanWork } from '../plans/PlanRecord';
import type { AuditLog } from '../audit/AuditLog';
import type { PromotionGate } from '../promotion/PromotionGate';
import type { OperationRow } from '../database/OperationRow';
import type { OperationsContext } from './OperationsContext';

/** Makes a fresh plan that does what an ended operation wanted. */
export type Replan = (
  ended: OperationRow & { work: PlanWork },
  credentials: BackstageCredentials,
) => Promise<PlanRecord>;

/** What admission, cancel and retry need beyond what workers do. */
export interface ServiceContext extends OperationsContext {
  authorizer: Authorizer;
  audit: AuditLog;
  config: Pick<HelmConfig, 'environments' | 'automation' | 'planTtlSeconds'>;
  /** Absent: ended operations can't be retried. */
  replan?: Replan;
  /** Absent: no environment has a promotion rule. */
  promotion?: PromotionGate;
  /** Brings a cancel to an operation that runs on this replica. */
  nudgeCancel: (id: string) => Promise<void>;
}
