import {
  HelmApiError,
  type Doctor,
  type FollowOptions,
  type HelmApi,
  type Operation,
  type OperationListQuery,
  type OperationRequest,
  type Plan,
  type PlanRequest,
  type ReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import * as documents from './documents';
import { eventsOf, operations, running } from './operations';
import { environments, reports, revisions, storefront } from './targets';

const minute = 60_000;

function missing(): HelmApiError {
  return new HelmApiError(
    { code: 'NOT_FOUND', message: 'There is no such thing.' },
    { status: 404 },
  );
}

/** A portal in memory: enough to look at every screen without a backend. */
export class FakeHelmApi implements HelmApi {
  readonly #plans = new Map<string, Plan>();

  async environments() {
    return { items: environments };
  }

  async clusters() {
    return { items: [] };
  }

  async entityReleases(entityRef: string) {
    const isBroken = entityRef.endsWith('/reports');
    return {
      entityRef,
      targets: isBroken ? reports : storefront,
      problems: isBroken
        ? [
            {
              code: 'ANNOTATION_UNKNOWN_KEY',
              field: 'helm-release/verison',
              message: 'There is no key “verison”.',
              wayOut: 'The nearest is helm-release/version.',
            },
          ]
        : [],
      durable: true,
    };
  }

  refreshEntity(entityRef: string) {
    return this.entityReleases(entityRef);
  }

  async releases() {
    return {
      items: [...storefront, reports[1]].flatMap(target =>
        target.release
          ? [
              {
                ...target,
                release: target.release,
                environment: target.environment.name,
                entityRef: 'component:default/storefront',
              },
            ]
          : [],
      ),
      away: [{ cluster: 'edge-eu', problem: 'connect ETIMEDOUT' }],
    };
  }

  async release(ref: ReleaseRef) {
    return {
      target: this.#target(ref),
      entityRef: 'component:default/storefront',
    };
  }

  async doctor(ref: ReleaseRef): Promise<Doctor> {
    const { environment } = this.#target(ref);
    return {
      release: ref,
      environment: environment.name,
      diagnosis: 'Healthy',
      title: `${ref.name} in ${environment.name} is not locked`,
      summary: 'Nothing holds it up.',
      found: [],
      holds: [],
      checkedAt: ago(0),
      waysOut: [],
    };
  }

  async history() {
    return { items: revisions, stale: false };
  }

  async revision(_ref: ReleaseRef, revision: number) {
    return documents.revisionDetail(revision);
  }

  async resources(ref: ReleaseRef) {
    return ref.namespace === 'shop-staging'
      ? documents.resources
      : documents.healthy;
  }

  async diff(query: Parameters<HelmApi['diff']>[0]) {
    return documents.diff(query);
  }

  async createPlan(request: PlanRequest) {
    const target = this.#target(request.release);
    const plan: Plan = {
      id: `plan-${this.#plans.size + 1}`,
      digest: 'sha256:1',
      kind: request.kind,
      release: request.release,
      environment: target.environment.name,
      createdBy: 'user:default/dana',
      createdAt: ago(0),
      expiresAt: new Date(Date.now() + 30 * minute).toISOString(),
      engine: 'helm',
      fromVersion: target.deployed?.chartVersion,
      toVersion: request.version,
      toRevision: request.revision,
      baseRevision: target.deployed?.revision ?? 0,
      overrideKeys: request.values ? ['replicas'] : [],
      counts: { added: 1, changed: 1, removed: 1, unchanged: 11 },
      objects: [
        { kind: 'Deployment', name: 'storefront-web', keeps: false },
        { kind: 'PersistentVolumeClaim', name: 'cache', keeps: true },
      ],
      hooks: [
        { kind: 'Job', name: 'storefront-migrate', events: ['pre-upgrade'] },
      ],
      findings: [
        {
          level: 'accept',
          code: 'RECREATED',
          what: 'StatefulSet storefront-cache is deleted and recreated',
          why: 'serviceName can’t be changed in place. 3 pods restart.',
        },
        {
          level: 'know',
          code: 'CRD_KEPT',
          what: 'CRD shoproutes.shop.example.com is not applied',
          why: 'Helm leaves existing CRDs alone.',
        },
        { level: 'fact', code: 'IMAGES', what: '2 images change' },
      ],
      blockedBy: [],
      changesAnything: true,
    };
    this.#plans.set(plan.id, plan);
    return plan;
  }

  async plan(id: string) {
    const plan = this.#plans.get(id);
    if (!plan) {
      throw missing();
    }
    return plan;
  }

  async draftValues() {
    return { yaml: documents.draft, version: '2.4.0' };
  }

  async chart() {
    return documents.chart;
  }

  async chartVersion(_repository: string, _name: string, version: string) {
    return documents.chartDetail(version);
  }

  async createOperation(_request: OperationRequest) {
    return running;
  }

  async operations(query: OperationListQuery = {}) {
    const { release } = query;
    return {
      items: operations.filter(
        entry => !release || entry.release.namespace === release.namespace,
      ),
    };
  }

  async operation(id: string) {
    const found = operations.find(entry => entry.id === id);
    if (!found) {
      throw missing();
    }
    return found;
  }

  cancelOperation(id: string): Promise<Operation> {
    return this.operation(id);
  }

  approveOperation(id: string): Promise<Operation> {
    return this.operation(id);
  }

  rejectOperation(id: string): Promise<Operation> {
    return this.operation(id);
  }

  async exportAudit() {
    return new Blob([]);
  }

  retryOperation(id: string): Promise<Operation> {
    return this.operation(id);
  }

  async followOperation(id: string, options: FollowOptions) {
    const operation = await this.operation(id);
    eventsOf(operation).forEach(options.onEvent);
    options.onOperation(operation);
    if (operation === running) {
      await new Promise(resolve =>
        options.signal.addEventListener('abort', resolve),
      );
    }
  }

  async audit() {
    return { items: [] };
  }

  #target(ref: ReleaseRef): Target {
    const found = [...storefront, ...reports].find(
      ({ release }) =>
        release?.namespace === ref.namespace && release.name === ref.name,
    );
    if (!found) {
      throw missing();
    }
    return found;
  }
}
