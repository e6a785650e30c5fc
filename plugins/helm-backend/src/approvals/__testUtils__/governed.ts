import { mockCredentials } from '@backstage/backend-test-utils';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../../config/__testUtils__/anEnvironment';
import type { ApprovalsConfig } from '../../config/HelmConfig';
import {
  dana,
  type createReplica,
} from '../../operations/__testUtils__/createReplica';
import type { OperationsSetup } from '../../operations/__testUtils__/describeOperations';
import type { OperationNews } from '../../operations/OperationNews';

export const pia = mockCredentials.user('user:default/pia');
export const omar = mockCredentials.user('user:default/omar');
/** Owner of every entity. */
export const lea = mockCredentials.user('user:default/lea');
export const eve = mockCredentials.user('user:default/eve');

export const rule: ApprovalsConfig = {
  required: 1,
  approvers: ['group:default/platform', 'owner'],
  selfApproval: false,
  breakGlass: true,
  expirySeconds: 3600,
};

export const yearEnd = {
  type: 'once' as const,
  title: 'Year end',
  start: 0,
  end: Date.parse('2100-01-03T00:00:00Z'),
};

/**
 * A replica whose environment asks for approvals. Pia, Omar and Dana, who asks
 * for everything, are of the platform team.
 */
export function governed(
  setup: OperationsSetup,
  approvals: Partial<ApprovalsConfig> = {},
  options: Parameters<typeof createReplica>[1] = {},
) {
  const news: OperationNews[] = [];
  const environments = [
    anEnvironment({
      namespaces: [],
      engine: 'scripted',
      approvals: { ...rule, ...approvals },
    }),
  ];
  const replica = setup.another({
    engine: setup.replica.engine,
    tell: each => news.push(each),
    ...options,
    config: { environments },
  });
  replica.authorizer.groups = {
    'user:default/pia': ['group:default/platform'],
    'user:default/omar': ['group:default/platform'],
    'user:default/dana': ['group:default/platform'],
  };
  replica.authorizer.owner = 'user:default/lea';
  const digestOf = ({ approval }: Operation) => approval!.planDigest;
  return {
    replica,
    news,
    environments,
    approve: (operation: Operation, credentials = pia, request = {}) =>
      replica.approvals.approve(
        operation.id,
        { planDigest: digestOf(operation), ...request },
        credentials,
      ),
    status: async ({ id }: Operation) =>
      (await replica.service.get(id, dana)).status,
    told: () => news.map(({ type }) => type),
  };
}
