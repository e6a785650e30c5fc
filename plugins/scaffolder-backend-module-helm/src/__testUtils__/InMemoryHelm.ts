import {
  HelmApiError,
  type Chart,
  type ChartDetail,
  type EnvironmentSummary,
  type RenderedChart,
  type RenderRequest,
  type EntityReleases,
  type FollowOptions,
  type History,
  type Operation,
  type OperationEvent,
  type OperationRequest,
  type Plan,
  type PlanRequest,
  type Problem,
  type Revision,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import type { ActionsApi, Portal } from '../HelmPortal';

const at = '2026-01-01T00:00:00Z';

/** A Helm backend in memory with one entity, one environment and one queue. */
export class InMemoryHelm implements ActionsApi, Portal {
  readonly planned: PlanRequest[] = [];
  readonly queued: Operation[] = [];
  blockedBy: Problem[] = [];
  changesAnything = true;
  /** What the entity declares for the environment. */
  releaseNames = ['storefront'];
  revisions: Revision[] = [];
  lastGoodRevision?: number;
  /** How operations end; absent = they never do. */
  ending?: Partial<Operation> = { status: 'succeeded' };
  /** The next answer about the queue is lost after it was queued. */
  losesAnswer = false;
  isPlanExpired = (_id: string) => false;
  /** Published versions of every chart, newest first. */
  chartVersions = ['2.0.0-rc.1', '1.3.0', '1.2.0', '1.1.0'];
  readonly rendered: object[] = [];
  readonly cancelled: string[] = [];
  refusesCancel = false;
  /** So often an entity is not there yet. */
  refreshesBeforeEntity = 0;
  readonly #wake: (() => void)[] = [];
  readonly #byKey = new Map<string, { operation: Operation; body: string }>();

  api() {
    return this;
  }

  operationUrl(id: string) {
    return `https://portal/helm/operations/${id}`;
  }

  async refreshEntity(entityRef: string): Promise<EntityReleases> {
    const isThere = this.refreshesBeforeEntity <= 0;
    this.refreshesBeforeEntity -= 1;
    if (!isThere || entityRef !== 'component:default/storefront') {
      throw refusal(404, 'NOT_FOUND', `There is no entity ${entityRef}.`);
    }
    return {
      entityRef,
      targets: this.releaseNames.map(name => this.#target(name)),
      problems: [],
      durable: true,
    };
  }

  async environments(): Promise<{ items: EnvironmentSummary[] }> {
    return { items: ['dev', 'staging', 'prod'].map(environmentNamed) };
  }

  async chart(repository: string, name: string): Promise<Chart> {
    const versions = this.chartVersions.map(version => ({
      version,
      deprecated: false,
      isPrerelease: version.includes('-'),
    }));
    return { repository, name, versions };
  }

  async chartVersion(
    repository: string,
    name: string,
    version: string,
  ): Promise<ChartDetail> {
    if (!this.chartVersions.includes(version)) {
      throw refusal(404, 'VERSION_UNKNOWN', `There is no ${name} ${version}.`);
    }
    return {
      repository,
      name,
      version,
      digest: 'sha256:2',
      defaultValues: '',
      schema: JSON.stringify({
        properties: { licence: { type: 'string', writeOnly: true } },
      }),
      changes: [],
    };
  }

  async renderChart(
    chart: { repository: string; name: string; version: string },
    request: RenderRequest,
  ): Promise<RenderedChart> {
    this.rendered.push({ ...chart, ...request });
    return {
      manifest: `kind: Service\nmetadata:\n  name: ${request.releaseName}\n`,
      objects: [{ kind: 'Service', name: request.releaseName }],
    };
  }

  async cancelOperation(id: string): Promise<Operation> {
    const operation = await this.operation(id);
    if (this.refusesCancel) {
      throw refusal(409, 'NOT_CANCELLABLE', 'A rollback runs to its end.');
    }
    this.cancelled.push(id);
    this.ending = {
      status: 'cancelled',
      outcome: {
        code: 'CANCELLED',
        title: 'Cancelled',
        evidence: [],
        holds: 'Revision 1 is there, not ready.',
      },
    };
    this.#wake.forEach(wake => wake());
    return operation;
  }

  async history(): Promise<History> {
    return { items: this.revisions, stale: false };
  }

  async createPlan(request: PlanRequest): Promise<Plan> {
    this.planned.push(request);
    return {
      id: `plan-${this.planned.length}`,
      digest: 'sha256:1',
      kind: request.kind,
      release: request.release,
      environment: 'dev',
      createdBy: 'user:default/mock',
      createdAt: at,
      expiresAt: at,
      engine: 'helm',
      toVersion: request.version ?? '1.3.0',
      toRevision: request.revision,
      baseRevision: this.revisions.length,
      overrideKeys: request.values ? ['replicas'] : [],
      counts: { added: 1, changed: 2, removed: 0, unchanged: 4 },
      objects: [],
      hooks: [],
      findings: [
        { level: 'know', code: 'X', what: 'Pods restart.', todo: 'Plan it.' },
        { level: 'fact', code: 'Y', what: 'The chart has a NOTES file.' },
      ],
      blockedBy: this.blockedBy,
      changesAnything: this.changesAnything,
    };
  }

  async createOperation(
    request: OperationRequest,
    key: string,
  ): Promise<Operation> {
    const body = JSON.stringify(request);
    const earlier = this.#byKey.get(key);
    if (earlier && earlier.body !== body) {
      const details = { operation: earlier.operation.id };
      throw refusal(422, 'IDEMPOTENCY_KEY_REUSED', 'Used.', { details });
    }
    if (earlier) {
      return earlier.operation;
    }
    if (this.isPlanExpired(request.plan)) {
      throw refusal(409, 'PLAN_EXPIRED', 'What was reviewed is too old.');
    }
    const { kind, release } = this.planned[Number(request.plan.slice(5)) - 1];
    const operation: Operation = {
      id: `op-${this.queued.length + 1}`,
      kind,
      status: 'queued',
      release,
      environment: 'dev',
      engine: 'helm',
      planId: request.plan,
      reason: request.reason,
      requestedBy: 'user:default/mock',
      createdAt: at,
      phases: [],
      attempt: 1,
      durable: true,
    };
    this.queued.push(operation);
    this.#byKey.set(key, { operation, body });
    if (this.losesAnswer) {
      this.losesAnswer = false;
      throw refusal(0, 'PORTAL_UNREACHABLE', 'The portal was not reached.');
    }
    return operation;
  }

  async operation(id: string): Promise<Operation> {
    const found = this.queued.find(operation => operation.id === id);
    if (!found) {
      throw refusal(404, 'NOT_FOUND', `There is no operation ${id}.`);
    }
    return found;
  }

  async followOperation(id: string, options: FollowOptions): Promise<void> {
    const operation = await this.operation(id);
    const line = (seq: number, rest: Pick<OperationEvent, 'type' | 'text'>) =>
      options.onEvent({ seq, at, ...rest });
    line(1, { type: 'log', text: 'Fetched web-service 1.3.0' });
    line(2, { type: 'warning', text: 'Pod web-1 restarts' });
    options.onOperation({ ...operation, status: 'running' });
    if (this.ending) {
      options.onOperation({ ...operation, ...this.ending });
      return;
    }
    await new Promise<void>(resolve => {
      if (options.signal.aborted) {
        resolve();
      }
      options.signal.addEventListener('abort', () => resolve());
      this.#wake.push(resolve);
    });
    if (!options.signal.aborted) {
      options.onOperation(Object.assign(operation, this.ending));
    }
  }

  #target(name: string): Target {
    const deployed = this.revisions[0];
    return {
      environment: environmentNamed('dev'),
      release: {
        cluster: 'nonprod',
        namespace: 'shop-dev',
        name,
      },
      deployed,
      lastGoodRevision: this.lastGoodRevision,
      state: {
        lifecycle: deployed ? 'Deployed' : 'Absent',
        sync: 'InSync',
        drift: 'None',
        health: 'Healthy',
        owner: { kind: 'portal' },
        observedAt: at,
      },
      headline: { state: 'InSync', word: 'In sync', tone: 'ok', reason: '' },
      actions: [{ action: deployed ? 'deploy' : 'install', allowed: true }],
      problems: [],
      stale: false,
    };
  }
}

function environmentNamed(name: string): EnvironmentSummary {
  return {
    name,
    title: name,
    tier: name === 'prod' ? 'prod' : 'nonprod',
    cluster: 'nonprod',
    order: 0,
    engine: 'helm',
    readOnly: false,
    policy: { freezesAhead: [], baseline: false },
    clusterStatus: { connected: true },
  };
}

/** A revision of the release in memory. */
export function revision(
  number: number,
  rest: Partial<Revision> = {},
): Revision {
  return {
    revision: number,
    status: 'superseded',
    chartName: 'web-service',
    chartVersion: '1.2.0',
    updatedAt: at,
    description: '',
    ...rest,
  };
}

function refusal(
  status: number,
  code: string,
  message: string,
  options: { details?: Record<string, string> } = {},
): HelmApiError {
  return new HelmApiError({ code, message }, { status, ...options });
}
