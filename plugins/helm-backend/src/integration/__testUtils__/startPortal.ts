import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  coreServices,
  createServiceFactory,
  type BackendFeature,
  type BackstageCredentials,
  type ServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { Knex } from 'knex';
import request from 'supertest';
import helmPlugin from '../../index';
import {
  configureClusters,
  readClusters,
  type ClustersState,
} from './localClusters';

export { stateFile } from './localClusters';

const run = promisify(execFile);

export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** A component of system shop that declares the example chart in dev and prod. */
export function component(
  name: string,
  owner: string,
  annotations: Record<string, string>,
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: {
        'helm-release/repository': 'local',
        'helm-release/chart': 'web-service',
        'helm-release/version': '1.2.0',
        'helm-release/environments': 'dev, prod',
        ...annotations,
      },
    },
    spec: { owner, system: 'shop' },
    relations: [
      { type: 'ownedBy', targetRef: owner },
      { type: 'partOf', targetRef: 'system:default/shop' },
    ],
  };
}

export const shop: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'System',
  metadata: { name: 'shop', namespace: 'default' },
  spec: { owner: 'team-web' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/team-web' }],
};

/** Where a portal of this name keeps charts and homes. */
export const workDirOf = (name: string) => join(tmpdir(), `helm-${name}`);

/** Reads until the value is as wanted. */
export async function until<T>(
  read: () => Promise<T>,
  isReached: (value: T) => boolean,
  seconds = 15,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const value = await read();
    if (isReached(value)) {
      return value;
    }
    if (tries === seconds * 10) {
      throw new Error(`not reached: ${JSON.stringify(value)}`);
    }
    await sleep(100);
  }
}

/**
 * The whole backend plugin on the real local clusters, and one more that is
 * away. The catalog is a mock, the policy is `decide`.
 */
export async function startPortal(options: {
  /** Unique: names the folder for downloads. */
  name: string;
  entities: Entity[] | ((state: ClustersState) => Entity[]);
  decide: (
    permission: string,
    credentials: BackstageCredentials,
  ) => PolicyDecision;
  /** Changes the configuration that the local clusters wrote. */
  configure?: (config: any) => void;
  /** Default: SQLite in memory. */
  knex?: Knex;
  logger?: ServiceFactory;
  /** Default: a catalog that holds the entities, and nobody's User. */
  catalog?: (entities: Entity[]) => ServiceFactory;
  /** In place of the mocks. */
  services?: ServiceFactory[];
  /** In place of a policy that is `decide`. */
  permissions?: ServiceFactory;
  /** Further plugins. */
  plugins?: BackendFeature[];
}) {
  const { name, entities, decide, knex } = options;
  const state = await readClusters();
  const workDir = workDirOf(name);
  const config = await configureClusters(state, workDir);
  options.configure?.(config);
  const answer = async (
    requests: { permission: { name: string } }[],
    { credentials }: { credentials: BackstageCredentials },
  ) =>
    requests.map(
      ({ permission }) => decide(permission.name, credentials) as any,
    );
  const declared = [
    ...(typeof entities === 'function' ? entities(state) : entities),
    shop,
  ];
  const backend = await startTestBackend({
    features: [
      helmPlugin,
      mockServices.rootConfig.factory({ data: config }),
      options.catalog?.(declared) ??
        catalogServiceMock.factory({ entities: declared }),
      ...(knex
        ? [
            createServiceFactory({
              service: coreServices.database,
              deps: {},
              factory: () => ({ getClient: async () => knex }),
            }),
          ]
        : []),
      ...(options.logger ? [options.logger] : []),
      ...(options.services ?? []),
      ...(options.plugins ?? []),
      options.permissions ??
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => ({ authorize: answer, authorizeConditional: answer }),
        }),
    ],
  });

  async function send(
    method: 'get' | 'post' | 'put',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) {
    return request(backend.server)
      [method](`/api/helm${path}`)
      .set('authorization', mockCredentials.user.header('user:default/ana'))
      .set(headers)
      .send(body);
  }

  return {
    state,
    server: backend.server,
    workDir,
    send,
    /** Body of a GET whose status is as expected. */
    async get(path: string, expected = 200) {
      const { status, body } = await send('get', path);
      expect({ path, status, body }).toMatchObject({ status: expected });
      return body;
    },
    /** Helm itself, as an administrator of the first cluster. */
    async helm(...args: string[]) {
      const { stdout } = await run(state.tools.helm, args, {
        env: {
          KUBECONFIG: state.clusters[0].kubeconfig,
          HOME: workDir,
          HELM_CACHE_HOME: join(workDir, 'cache'),
          HELM_CONFIG_HOME: join(workDir, 'config'),
          HELM_DATA_HOME: join(workDir, 'data'),
        },
      });
      return stdout;
    },
    /** kubectl, as the same. */
    async kubectl(...args: string[]) {
      const { stdout } = await run(state.tools.kubectl, args, {
        env: { KUBECONFIG: state.clusters[0].kubeconfig, HOME: workDir },
      });
      return stdout;
    },
    async stop() {
      await backend.stop();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}
