import {
  HelmApiError,
  type ContinueSync,
  type Doctor,
  type FollowOptions,
  type HelmApi,
  type Operation,
  type OperationListQuery,
  type OperationRequest,
  type Plan,
  type PlanRequest,
  type ProposalRequest,
  type ReleaseRef,
  type SecretRequest,
  type SyncRequest,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { awaiting } from './awaiting';
import * as charts from './charts';
import { declaredOf } from './declared';
import { doctors } from './doctors';
import * as documents from './documents';
import { eventsOf, operations, running } from './operations';
import { planFor } from './plans';
import { stuck } from './stuck';
import { FakeSync } from './FakeSync';
import { reports, revisions, storefront } from './targets';

function missing(): HelmApiError {
  return new HelmApiError(
    { code: 'NOT_FOUND', message: 'There is no such thing.' },
    { status: 404 },
  );
}

function isSame(one: ReleaseRef, other: ReleaseRef): boolean {
  return one.namespace === other.namespace && one.name === other.name;
}

function targetsOf(entityRef: string): Target[] {
  if (entityRef.endsWith('/reports')) {
    return reports;
  }
  return entityRef.endsWith('/stuck') ? stuck : storefront;
}

/** A portal in memory: enough to look at every screen without a backend. */
export class FakeHelmApi implements HelmApi {
  readonly #plans = new Map<string, Plan>();
  readonly #sync = new FakeSync();

  async environments() {
    return { items: this.#sync.environments };
  }

  async clusters() {
    return { items: [] };
  }

  async entityReleases(entityRef: string) {
    const isBroken = entityRef.endsWith('/reports');
    return {
      entityRef,
      targets: entityRef.endsWith('/newsletter')
        ? this.#sync.targets
        : targetsOf(entityRef),
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
      proposals: true,
    };
  }

  async entityDeclared(entityRef: string) {
    return declaredOf(entityRef, targetsOf(entityRef));
  }

  async pauseSync(ref: ReleaseRef, request: SyncRequest) {
    return this.#sync.pause(ref, request.reason);
  }

  async resumeSync(ref: ReleaseRef) {
    return this.#sync.resume(ref);
  }

  async continueSync(_environment: string, request: ContinueSync) {
    return this.#sync.continue(request.digest);
  }

  async propose({ release, version }: ProposalRequest) {
    const target = storefront.find(
      ({ release: ref }) => ref && isSame(ref, release),
    );
    if (!target) {
      throw missing();
    }
    const title = `${release.name}: ${version ?? 'override'} in ${
      target.environment.name
    }`;
    return {
      template: 'template:default/change-helm-release',
      title,
      description: '',
      formData: {
        entityRef: 'component:default/storefront',
        environment: target.environment.name,
        releaseName: release.name,
        version,
        title,
        description: '',
      },
    };
  }

  async writeSecret(
    { namespace }: ReleaseRef,
    name: string,
    { data }: SecretRequest,
  ) {
    return { name, namespace, keys: Object.keys(data), created: true };
  }

  async renderChart() {
    return { manifest: '', objects: [] };
  }

  refreshEntity(entityRef: string) {
    return this.entityReleases(entityRef);
  }

  async releases() {
    return {
      items: [...storefront, reports[1], ...this.#sync.targets].flatMap(
        target =>
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
      facets: {
        owner: ['group:default/team-web'],
        system: ['system:default/shop'],
        chart: ['storefront'],
      },
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
    const stuckOne = doctors.find(({ release }) => isSame(release, ref));
    if (stuckOne) {
      return stuckOne;
    }
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
    const plan = planFor(`plan-${this.#plans.size + 1}`, request, target);
    this.#plans.set(plan.id, plan);
    return plan;
  }

  async plan(id: string) {
    if (id === awaiting.planId) {
      const made = planFor(
        id,
        { release: awaiting.release, kind: 'upgrade', version: '2.3.1' },
        this.#target(awaiting.release),
      );
      return { ...made, digest: awaiting.approval?.planDigest ?? '' };
    }
    const plan = this.#plans.get(id);
    if (!plan) {
      throw missing();
    }
    return plan;
  }

  async draftValues() {
    return { yaml: documents.draft, version: '2.4.0' };
  }

  async charts() {
    return { items: charts.repositories };
  }

  async chart(repository: string, name: string) {
    const offered = charts.repositories.find(
      entry => entry.repository === repository,
    );
    if (offered?.listing === 'complete' && !offered.charts.includes(name)) {
      throw new HelmApiError(
        {
          code: 'CHART_NOT_FOUND',
          field: 'chart',
          message: `The repository "${repository}" has no chart "${name}".`,
          wayOut: 'Correct the name, or publish the chart.',
        },
        { status: 404 },
      );
    }
    return charts.chartOf(repository, name);
  }

  async chartVersion(repository: string, name: string, version: string) {
    return charts.chartDetail(version, repository, name);
  }

  async createOperation(_request: OperationRequest) {
    return running;
  }

  async operations(query: OperationListQuery = {}) {
    const { release, status, approvable } = query;
    return {
      items: operations.filter(
        entry =>
          (!release || entry.release.namespace === release.namespace) &&
          (!status || entry.status === status) &&
          (!approvable || entry === awaiting),
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
    const known = [...storefront, ...reports, ...stuck, ...this.#sync.targets];
    const found = known.find(({ release }) => release && isSame(release, ref));
    if (!found) {
      throw missing();
    }
    return found;
  }
}
