import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  isHelmError,
  type ApproveRequest,
  type HelmError,
  type Operation,
  type RejectRequest,
} from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import type { OperationService } from '../operations/OperationService';
import type { ServiceContext } from '../operations/ServiceContext';
import { approveOperation } from './approveOperation';
import { rejectOperation } from './rejectOperation';

/** Refusals of a person, not of what waits. */
const DENIALS = new Set([
  'BREAK_GLASS_OFF',
  'ENVIRONMENT_FROZEN',
  'NOT_ALLOWED',
  'NOT_AN_APPROVER',
  'PERMISSIONS_OFF',
  'SELF_APPROVAL',
]);

/** Approvals for people at the API: every method authorizes. */
export class ApprovalService {
  readonly #context: ServiceContext;
  readonly #operations: Pick<OperationService, 'get' | 'readable'>;

  constructor(
    context: ServiceContext,
    operations: Pick<OperationService, 'get' | 'readable'>,
  ) {
    this.#context = context;
    this.#operations = operations;
  }

  approve(
    id: string,
    request: ApproveRequest,
    credentials: BackstageCredentials,
  ): Promise<Operation> {
    return this.#decide(id, credentials, {
      action: request.breakGlass
        ? 'operation.broke-glass'
        : 'operation.approved',
      reason: request.reason,
      decide: row => approveOperation(this.#context, row, request, credentials),
    });
  }

  reject(
    id: string,
    request: RejectRequest,
    credentials: BackstageCredentials,
  ): Promise<Operation> {
    return this.#decide(id, credentials, {
      action: 'operation.rejected',
      reason: request.reason,
      decide: row => rejectOperation(this.#context, row, request, credentials),
    });
  }

  async #decide(
    id: string,
    credentials: BackstageCredentials,
    decision: {
      action: string;
      reason?: string;
      decide: (row: OperationRow) => Promise<unknown>;
    },
  ): Promise<Operation> {
    const row = await this.#operations.readable(id, credentials);
    try {
      await decision.decide(row);
    } catch (error) {
      if (isHelmError(error)) {
        await this.#auditRefusal(row, credentials, decision, error);
      }
      throw error;
    }
    return this.#operations.get(id, credentials);
  }

  async #auditRefusal(
    row: OperationRow,
    credentials: BackstageCredentials,
    { action, reason }: { action: string; reason?: string },
    { code }: HelmError,
  ): Promise<void> {
    const { audit, authorizer, redactText } = this.#context;
    await audit.append({
      actor: await authorizer.principal(credentials),
      action,
      outcome: DENIALS.has(code) ? 'denied' : 'failed',
      release: row.release,
      environment: row.environment,
      operationId: row.id,
      reason: reason && redactText(reason),
      detail: { kind: row.kind, requestedBy: row.requestedBy, code },
    });
  }
}
