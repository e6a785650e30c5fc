import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmOperationCancelPermission,
  helmOperationReadPermission,
  isHelmError,
  type Operation,
  type OperationList,
} from '@backstage-helm/plugin-helm-common';
import { approvalActions } from '../approvals/approvalActions';
import { awaitsApprovalOf } from '../approvals/awaitsApprovalOf';
import {
  listOperations,
  type OperationFilter,
} from '../database/operations/listOperations';
import { getOperation } from '../database/operations/getOperation';
import type { OperationRow } from '../database/OperationRow';
import {
  admitOperation,
  findIntended,
  type AdmissionRequest,
} from './admitOperation';
import { permissionsFor } from './authorizeKind';
import { cancelOperation, cancelRefusal } from './cancelOperation';
import { retryOperation, retryRefusal } from './retryOperation';
import type { ServiceContext } from './ServiceContext';
import { toOperation } from './toOperation';

/** Pages read at most to fill one, when many rows are not the caller's. */
const PAGES_READ = 10;

/** Rows of such a page where few of those that wait are the caller's. */
const WAITING_READ = 100;

/** One page of operations, as asked for. */
export interface OperationQuery extends OperationFilter {
  order: 'asc' | 'desc';
  /** Position of the last one seen. */
  after?: number;
  limit: number;
  /** Only what waits for the caller's approval. */
  approvable?: boolean;
}

/** Operations for callers of the API: every method authorizes. */
export class OperationService {
  readonly #context: ServiceContext;
  readonly #isDurable: boolean;

  constructor(context: ServiceContext, options: { isDurable: boolean }) {
    this.#context = context;
    this.#isDurable = options.isDurable;
  }

  async create(
    request: AdmissionRequest,
    credentials: BackstageCredentials,
  ): Promise<Operation> {
    return this.#show(
      await this.#context.tracing.request(() =>
        admitOperation(this.#context, request, credentials),
      ),
    );
  }

  /**
   * What the caller's same request led to before.
   *
   * @throws HelmError IDEMPOTENCY_KEY_REUSED, NOT_FOUND when it may not be read any more
   */
  async findIntended(
    request: { idempotencyKey: string; intent: string },
    credentials: BackstageCredentials,
  ): Promise<Operation | undefined> {
    const principal = await this.#context.authorizer.principal(credentials);
    const row = await findIntended(this.#context, principal, request);
    return row && this.get(row.id, credentials);
  }

  async list(
    query: OperationQuery,
    credentials: BackstageCredentials,
  ): Promise<OperationList> {
    const { authorizer, database } = this.#context;
    const items: OperationRow[] = [];
    const { approvable, ...filter } = query;
    const limit = approvable ? WAITING_READ : query.limit;
    let { after } = query;
    for (let page = 0; page < PAGES_READ; page += 1) {
      const rows = await listOperations(database, {
        ...filter,
        ...(approvable && { statuses: ['awaiting-approval'] }),
        after,
        limit,
      });
      const readable = await authorizer.filter(
        credentials,
        helmOperationReadPermission,
        rows,
        row => row.release,
      );
      const wanted = approvable
        ? await awaitsApprovalOf(this.#context, credentials, readable)
        : readable;
      for (const row of wanted) {
        items.push(row);
        if (items.length === query.limit) {
          return this.#page(items, row.position);
        }
      }
      after = rows.at(-1)?.position;
      if (rows.length < limit) {
        return this.#page(items, undefined);
      }
    }
    return this.#page(items, after);
  }

  /** @throws HelmError NOT_FOUND, for what is absent and what is unreadable. */
  async get(id: string, credentials: BackstageCredentials): Promise<Operation> {
    const row = await this.readable(id, credentials);
    return {
      ...this.#show(row),
      actions: await this.actions(row, credentials),
    };
  }

  async cancel(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<Operation> {
    const { authorizer } = this.#context;
    const row = await this.readable(id, credentials);
    const by = await authorizer.principal(credentials);
    try {
      await authorizer.assert(
        credentials,
        helmOperationCancelPermission,
        row.release,
      );
      return this.#show(await cancelOperation(this.#context, row, by));
    } catch (error) {
      if (isHelmError(error)) {
        await this.#auditRefusedCancel(row, by, error);
      }
      throw error;
    }
  }

  async retry(
    id: string,
    request: { reason?: string; idempotencyKey?: string },
    credentials: BackstageCredentials,
  ): Promise<Operation> {
    const row = await this.readable(id, credentials);
    return this.#show(
      await this.#context.tracing.request(
        () => retryOperation(this.#context, row, request, credentials),
        row,
      ),
    );
  }

  /** The row, if the caller may read it. */
  async readable(
    id: string,
    credentials: BackstageCredentials,
  ): Promise<OperationRow> {
    const row = await getOperation(this.#context.database, id);
    if (!row || !(await this.mayRead(row, credentials))) {
      throw new HelmError(
        {
          code: 'NOT_FOUND',
          message: 'There is no such operation, or you may not see it.',
        },
        { status: 404 },
      );
    }
    return row;
  }

  mayRead(
    row: OperationRow,
    credentials: BackstageCredentials,
  ): Promise<boolean> {
    return this.#context.authorizer.can(
      credentials,
      helmOperationReadPermission,
      row.release,
    );
  }

  /** What the caller may do with it now, with the reason if not. */
  async actions(
    row: OperationRow,
    credentials: BackstageCredentials,
  ): Promise<Operation['actions']> {
    const { authorizer, replan } = this.#context;
    const mayCancel = await authorizer.can(
      credentials,
      helmOperationCancelPermission,
      row.release,
    );
    const [permission] = permissionsFor(row.kind);
    const mayRetry = await authorizer.can(credentials, permission, row.release);
    const cancelReason =
      cancelRefusal(row) ??
      (mayCancel ? undefined : 'You may not cancel operations here.');
    const retryReason =
      retryRefusal(row, replan !== undefined) ??
      (mayRetry ? undefined : 'You may not do this here.');
    return [
      {
        action: 'cancel',
        allowed: cancelReason === undefined,
        reason: cancelReason,
      },
      {
        action: 'retry',
        allowed: retryReason === undefined,
        reason: retryReason,
      },
      ...(await approvalActions(this.#context, row, credentials)),
    ];
  }

  async #auditRefusedCancel(
    row: OperationRow,
    actor: string,
    { code }: HelmError,
  ): Promise<void> {
    await this.#context.audit.append({
      actor,
      action: 'operation.cancel-requested',
      outcome: code === 'NOT_CANCELLABLE' ? 'failed' : 'denied',
      release: row.release,
      environment: row.environment,
      operationId: row.id,
      detail: { kind: row.kind, code },
    });
  }

  #page(rows: OperationRow[], after: number | undefined): OperationList {
    return {
      items: rows.map(row => this.#show(row)),
      nextCursor: after === undefined ? undefined : String(after),
    };
  }

  #show(row: OperationRow): Operation {
    return toOperation(row, this.#isDurable);
  }
}
