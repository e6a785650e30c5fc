import type {
  PlanRequest,
  ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Binding, Override } from '../../bindings/Binding';
import type { FetchedChart } from '../../charts';
import { anEnvironment } from '../../config/__testUtils__/anEnvironment';
import type { EnvironmentConfig } from '../../config/HelmConfig';
import type { Declaration } from '../../declarations/Declaration';
import { createDigester } from '../../digest/createDigester';
import type { StoredRevision } from '../../releases/ReleaseStore';
import { createPlanning } from '../createPlanning';
import type { PlanningOptions } from '../PlanningOptions';
import type { PlanRecord } from '../PlanRecord';

export const release: ReleaseRef = {
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name: 'storefront',
};

export const environment = anEnvironment();

export const configMap = (message: string, more = '') =>
  `---\n# Source: web/templates/config.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: storefront\n${more}data:\n  message: ${message}\n`;

export const secret = (password: string) =>
  `---\n# Source: web/templates/secret.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: storefront\nstringData:\n  password: ${password}\n`;

/** A revision as it is in storage. */
export function revision(more: Partial<StoredRevision> = {}): StoredRevision {
  return {
    revision: 3,
    status: 'deployed',
    chartName: 'web',
    chartVersion: '1.0.0',
    updatedAt: '2026-11-20T10:00:00.000Z',
    description: 'Install complete',
    labels: {},
    config: { message: 'hello' },
    chartValues: {},
    manifest: configMap('hello'),
    hooks: [],
    notes: '',
    helmMajor: 4,
    secretName: 'sh.helm.release.v1.storefront.v3',
    resourceVersion: '1',
    ...more,
  };
}

/** A declaration without problems. */
export function declaration(more: Partial<Declaration> = {}): Declaration {
  return {
    entityRef: 'component:default/storefront',
    environment: 'dev',
    release,
    chart: { repository: 'platform', name: 'web', version: '1.1.0' },
    layers: [],
    values: { message: 'hello' },
    digest: 'declared',
    valuesDigest: '',
    wait: true,
    timeoutSeconds: 120,
    rollbackOnFailure: true,
    createNamespace: false,
    sources: [],
    problems: [],
    readAt: '2026-11-20T10:00:00.000Z',
    ...more,
  };
}

/** Everything that a plan looks at, to be changed by a test. */
export interface PlanningWorld {
  environment: EnvironmentConfig;
  base?: StoredRevision;
  revisions: StoredRevision[];
  declarations: Declaration[];
  binding?: Binding;
  override?: Override;
  owner: Awaited<ReturnType<PlanningOptions['probeOwner']>>;
  chart: Partial<FetchedChart>;
  /** What Helm prints, render by render; the last one stays. */
  renders: { exitCode: number; stdout: string; stderr: string }[];
  /** What was given to Helm. */
  rendered: { argv: string[]; values: string }[];
  /** Metadata of the Secrets in the namespace. */
  secrets: Record<string, object>;
  refuse?: Error;
  promotion?: PlanningOptions['promotion'];
  holder?: Awaited<ReturnType<PlanningOptions['holder']>>;
  /** What a rebuild would change. */
  changes: Awaited<ReturnType<PlanningOptions['wouldChange']>>;
  served: Record<string, 'Namespaced' | 'Cluster'>;
}

/** A world where an upgrade of an own release is possible. */
export function aWorld(more: Partial<PlanningWorld> = {}): PlanningWorld {
  return {
    environment,
    base: revision(),
    revisions: [],
    declarations: [declaration()],
    binding: {
      release,
      entityRef: 'component:default/storefront',
      environment: 'dev',
      by: 'user:default/ana',
      at: '',
    },
    owner: { kind: 'helm', helmMajor: 4 },
    chart: {},
    renders: [{ exitCode: 0, stdout: configMap('hello'), stderr: '' }],
    rendered: [],
    secrets: {},
    changes: [],
    served: {
      ConfigMap: 'Namespaced',
      Secret: 'Namespaced',
      Pod: 'Namespaced',
      Deployment: 'Namespaced',
      PersistentVolumeClaim: 'Namespaced',
      ClusterRole: 'Cluster',
    },
    ...more,
  };
}

/** Plans in this world. */
export function planIn(
  world: PlanningWorld,
  fence: PlanningOptions['fence'] = async () => [],
) {
  const records = new Map<string, PlanRecord>();
  let id = 0;
  const options: PlanningOptions = {
    config: {
      environments: [world.environment],
      secretKeys: [/password/i],
      planTtlSeconds: 900,
    },
    charts: {
      versions: async () => [],
      known: () => world.chart,
      fetch: async (repository, name, version) => ({
        repository,
        name,
        version,
        digest: `sha256:${'a'.repeat(64)}`,
        path: '/charts/a.tgz',
        valuesYaml: '',
        changes: [],
        dependencies: [],
        usesLookup: false,
        usesRandom: false,
        hasRemoteSchema: false,
        storedBytes: 1000,
        ...world.chart,
      }),
    },
    runner: {
      version: async () => '4.3.1',
      async render(_, argv, { values }) {
        world.rendered.push({ argv, values });
        return world.renders.length > 1
          ? world.renders.shift()!
          : world.renders[0];
      },
      async act() {
        throw new Error('A plan never acts');
      },
      removeLeftovers: async () => 0,
    },
    clusters: {
      reader: async () => ({
        cluster: 'nonprod',
        async request(_, path): Promise<any> {
          const metadata = world.secrets[path.split('/').pop() ?? ''];
          return metadata
            ? { status: 200, body: { metadata } }
            : { status: 404, body: {} };
        },
        text: async () => '',
        watch: async () => undefined,
      }),
      async deployer() {
        return Object({ client: undefined });
      },
      capabilities: async () => ({
        kubeVersion: 'v1.36.3',
        apiVersions: ['v1', 'apps/v1'],
      }),
    },
    store: {
      observe: async () => world.base,
      async revision(_, number) {
        const found = world.revisions.find(each => each.revision === number);
        if (!found) {
          throw Object.assign(new Error('No such revision'), {
            name: 'HelmError',
            code: 'NOT_FOUND',
          });
        }
        return found;
      },
    },
    declarations: {
      ofRelease: async () => world.declarations,
      resolve: async () => world.declarations[0],
    },
    bindings: { get: async () => world.binding },
    overrides: { active: async () => world.override },
    plans: {
      async put(record) {
        records.set(record.plan.id, record);
      },
      get: async planId => records.get(planId)!,
    },
    authorizer: {
      async assert() {
        if (world.refuse) {
          throw world.refuse;
        }
      },
      principal: async () => 'user:default/ana',
    },
    probeOwner: async () => world.owner,
    promotion: world.promotion,
    digester: createDigester(Buffer.from('key')),
    scopes: async () => object => world.served[object.kind],
    fence,
    holder: async () => world.holder,
    wouldChange: async () => world.changes,
    now: () => Date.parse('2026-11-21T00:00:00Z'),
    newId: () => `plan-${(id += 1)}`,
  };
  const planning = createPlanning(options);
  const credentials = {
    $$type: '@backstage/BackstageCredentials' as const,
    principal: {},
  };
  return {
    planning,
    records,
    credentials,
    plan: (request: Omit<PlanRequest, 'release'>) =>
      planning.createPlan({ release, ...request }, credentials),
  };
}
