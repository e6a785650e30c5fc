import {
  AuthorizeResult,
  createPermission,
  type Permission,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  helmPermissions,
  RESOURCE_TYPE_HELM_RELEASE,
} from '@backstage-helm/plugin-helm-common';
import {
  helmReleaseRules,
  type HelmReleaseResource,
} from '@backstage-helm/plugin-helm-node';
import { ExamplePolicy } from './ExamplePolicy';

const isAllowed = createConditionAuthorizer(Object.values(helmReleaseRules));
const policy = new ExamplePolicy();

const groups: Record<string, string[]> = {
  dana: ['group:default/team-web'],
  nils: ['group:default/team-payments'],
  omar: ['group:default/on-call'],
  pia: ['group:default/platform'],
  ari: ['group:default/auditors'],
  'a stranger': [],
};

function query(name: string): { permission: Permission } {
  const permission =
    helmPermissions.find(candidate => candidate.name === name) ??
    createPermission({ name, attributes: { action: 'update' } });
  return { permission };
}

async function may(
  user: string,
  permission: string,
  release: 'storefront' | 'ledger' = 'storefront',
  environment = 'prod',
): Promise<boolean> {
  const decision = await policy.handle(query(permission), {
    credentials: { $$type: '@backstage/BackstageCredentials' } as any,
    info: {
      userEntityRef: `user:default/${user}`,
      ownershipEntityRefs: [`user:default/${user}`, ...groups[user]],
    },
  });
  const resource: HelmReleaseResource = {
    ref: { cluster: 'c', namespace: 'n', name: release },
    environment,
    entityRef: `component:default/${release}`,
    owner:
      release === 'storefront'
        ? 'group:default/team-web'
        : 'group:default/team-payments',
  };
  return isAllowed(decision, resource);
}

const mutations = [
  'helm.release.deploy',
  'helm.release.rollback',
  'helm.release.uninstall',
  'helm.release.test',
  'helm.release.override',
  'helm.release.adopt',
  'helm.release.unlock',
  'helm.release.sync',
  'helm.release.correct',
  'helm.secret.write',
  'helm.operation.cancel',
  'helm.operation.approve',
  'helm.approval.override',
  'helm.freeze.override',
];

describe('ExamplePolicy', () => {
  it('denies everything to somebody without a role, and to nobody', async () => {
    for (const permission of helmPermissions) {
      await expect(may('a stranger', permission.name)).resolves.toBe(false);
      await expect(policy.handle({ permission })).resolves.toEqual({
        result: AuthorizeResult.DENY,
      });
    }
  });

  it.each(['dana', 'nils', 'omar', 'pia', 'ari'])(
    'lets %s see every release and operation',
    async user => {
      expect(await may(user, 'helm.release.read', 'ledger')).toBe(true);
      expect(await may(user, 'helm.operation.read', 'ledger')).toBe(true);
    },
  );

  it('lets developers change and look into what their team owns, and only that', async () => {
    for (const permission of [
      'helm.release.deploy',
      'helm.release.rollback',
      'helm.release.test',
      'helm.release.override',
      'helm.release.values.read',
      'helm.release.logs.read',
    ]) {
      expect(await may('dana', permission, 'storefront')).toBe(true);
      expect(await may('dana', permission, 'ledger')).toBe(false);
      expect(await may('nils', permission, 'ledger')).toBe(true);
      expect(await may('nils', permission, 'storefront')).toBe(false);
    }
  });

  it.each([
    ['dev', true],
    ['staging', true],
    ['prod', false],
  ])(
    'lets owners uninstall, pause sync and write Secrets in %s: %s',
    async (environment, expected) => {
      for (const permission of [
        'helm.release.uninstall',
        'helm.release.sync',
        'helm.secret.write',
      ]) {
        expect(await may('dana', permission, 'storefront', environment)).toBe(
          expected,
        );
        expect(await may('dana', permission, 'ledger', environment)).toBe(
          false,
        );
      }
    },
  );

  it('lets on-call roll back, unlock, test and pause sync everywhere, and nothing more', async () => {
    const allowed = [];
    for (const permission of mutations) {
      if (await may('omar', permission, 'ledger')) {
        allowed.push(permission);
      }
    }
    expect(allowed).toEqual([
      'helm.release.rollback',
      'helm.release.test',
      'helm.release.unlock',
      'helm.release.sync',
      'helm.operation.cancel',
    ]);
    expect(await may('omar', 'helm.release.values.read')).toBe(false);
  });

  it.each(['dana', 'nils', 'omar', 'ari', 'a stranger'])(
    'does not let %s approve, nor pass over approvals and freezes',
    async user => {
      for (const permission of [
        'helm.operation.approve',
        'helm.approval.override',
        'helm.freeze.override',
      ]) {
        expect(await may(user, permission)).toBe(false);
      }
    },
  );

  it('lets the platform team do everything', async () => {
    for (const permission of helmPermissions) {
      expect(await may('pia', permission.name, 'ledger')).toBe(true);
    }
  });

  it('lets auditors read the audit and change nothing', async () => {
    expect(await may('ari', 'helm.audit.read')).toBe(true);
    for (const permission of [...mutations, 'catalog.entity.refresh']) {
      expect(await may('ari', permission)).toBe(false);
    }
    expect(await may('dana', 'helm.audit.read')).toBe(false);
  });

  it.each([
    ['dana', false],
    ['pia', true],
  ])(
    'lets %s delete entities and reach clusters directly: %s',
    async (user, expected) => {
      expect(await may(user, 'catalog.location.delete')).toBe(expected);
      expect(await may(user, 'kubernetes.proxy')).toBe(expected);
    },
  );

  it.each([
    ['dana', true],
    ['nils', true],
    ['pia', true],
    ['omar', false],
    ['ari', false],
  ])('lets %s register services: %s', async (user, expected) => {
    expect(await may(user, 'catalog.location.create')).toBe(expected);
  });

  it('adds up the roles of somebody in several groups', async () => {
    const permission = query('helm.release.rollback').permission;
    await expect(
      policy.handle({ permission }, {
        info: {
          userEntityRef: 'user:default/both',
          ownershipEntityRefs: [
            'group:default/team-web',
            'group:default/on-call',
          ],
        },
      } as any),
    ).resolves.toEqual({ result: AuthorizeResult.ALLOW });
  });

  it('answers conditions only for release permissions', async () => {
    const decision = await policy.handle(query('helm.release.deploy'), {
      info: { ownershipEntityRefs: ['group:default/team-web'] },
    } as any);
    expect(decision).toMatchObject({
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'helm',
      resourceType: RESOURCE_TYPE_HELM_RELEASE,
    });
  });
});
