import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import {
  helmApprovalOverridePermission,
  helmFreezeOverridePermission,
  helmOperationApprovePermission,
  helmReleaseDeployPermission,
  helmReleaseReadPermission,
  helmReleaseRollbackPermission,
  helmReleaseUninstallPermission,
  helmReleaseValuesReadPermission,
  operationKinds,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import {
  createHelmReleaseConditionalDecision,
  helmReleaseConditions,
  helmReleaseRules,
} from '@backstage-helm/plugin-helm-node';
import type { ReleaseResource } from './Authorizer';
import { DefaultAuthorizer } from './DefaultAuthorizer';

const ana = mockCredentials.user('user:default/ana');
const ci = mockCredentials.service('external:ci');
const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };
const ref: ReleaseRef = {
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name: 'storefront',
};
const owned = createHelmReleaseConditionalDecision(
  helmReleaseDeployPermission,
  helmReleaseConditions.isEntityOwner({
    claims: ['user:default/ana', 'group:default/team-web'],
  }),
);

function setup(
  policy: Record<string, PolicyDecision>,
  config: { permissionsEnabled?: boolean; automation?: any[] } = {},
) {
  const state = {
    owner: 'group:default/team-web',
    groups: ['group:default/team-web'] as string[] | undefined,
    time: 0,
    asked: 0,
    onAsked: () => {},
  };
  const authorizer = new DefaultAuthorizer({
    config: {
      permissionsEnabled: true,
      dangerouslyAllowWithoutPermissions: false,
      environments: [],
      automation: [],
      ...config,
    },
    permissions: mockServices.permissions.mock({
      authorizeConditional: async requests => {
        state.asked += 1;
        state.onAsked();
        return requests.map(
          ({ permission }) => (policy[permission.name] ?? DENY) as any,
        );
      },
    }),
    auth: mockServices.auth(),
    directory: {
      resources: async refs =>
        refs.map(
          (entry): ReleaseResource => ({
            ref: entry,
            environment: 'dev',
            owner: entry.name === ref.name ? state.owner : 'group:default/x',
          }),
        ),
    },
    memberships: {
      current: async () => ['user:default/ana', 'group:default/team-web'],
      fromCatalog: async user => state.groups && [user, ...state.groups],
    },
    applies: createConditionAuthorizer(Object.values(helmReleaseRules) as any),
    now: () => state.time,
  });
  return { authorizer, state };
}

describe('DefaultAuthorizer', () => {
  it('19. answers for an unreadable release as for an absent one', async () => {
    const { authorizer } = setup({});
    await expect(
      authorizer.assert(ana, helmReleaseReadPermission, ref),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
    await expect(
      authorizer.assert(ana, helmReleaseDeployPermission, ref),
    ).rejects.toMatchObject({ code: 'NOT_FOUND', status: 404 });
  });

  it('names the missing permission to who may read', async () => {
    const { authorizer } = setup({ 'helm.release.read': ALLOW });
    await expect(
      authorizer.assert(ana, helmReleaseDeployPermission, ref),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      status: 403,
      message: expect.stringContaining('helm.release.deploy'),
    });
  });

  it('applies conditions to each release, with one question to the policy', async () => {
    const { authorizer, state } = setup({
      'helm.release.read': ALLOW,
      'helm.release.values.read': owned,
    });
    const other = { ...ref, name: 'other' };
    await expect(
      authorizer.filter(
        ana,
        helmReleaseValuesReadPermission,
        [ref, other],
        row => row,
      ),
    ).resolves.toEqual([ref]);
    await expect(
      authorizer.can(ana, helmReleaseReadPermission, other),
    ).resolves.toBe(true);
    expect(state.asked).toBe(1);
    state.time = 3_000;
    await authorizer.can(ana, helmReleaseReadPermission, other);
    expect(state.asked).toBe(2);
  });

  it('lets nobody change anything where the portal has no permissions', async () => {
    const { authorizer } = setup(
      { 'helm.release.read': ALLOW, 'helm.release.deploy': ALLOW },
      { permissionsEnabled: false },
    );
    await expect(
      authorizer.assert(ana, helmReleaseReadPermission, ref),
    ).resolves.toBeUndefined();
    await expect(
      authorizer.assert(ana, helmReleaseDeployPermission, ref),
    ).rejects.toMatchObject({ code: 'PERMISSIONS_OFF', status: 403 });
  });

  it('18. lets services do only what automation lists', async () => {
    const { authorizer } = setup(
      {
        'helm.release.read': ALLOW,
        'helm.release.deploy': ALLOW,
        'helm.release.rollback': ALLOW,
      },
      {
        automation: [
          { subject: 'external:ci', environments: ['dev'], kinds: ['upgrade'] },
        ],
      },
    );
    await expect(
      authorizer.can(ci, helmReleaseDeployPermission, ref),
    ).resolves.toBe(true);
    await expect(
      authorizer.can(ci, helmReleaseRollbackPermission, ref),
    ).resolves.toBe(false);
    const stored = await authorizer.decide(
      ci,
      helmReleaseDeployPermission,
      ref,
    );
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(true);
  });

  it('18. lets no service approve, break the glass or override a freeze', async () => {
    const forPeople = [
      helmOperationApprovePermission,
      helmApprovalOverridePermission,
      helmFreezeOverridePermission,
    ];
    const { authorizer } = setup(
      Object.fromEntries(
        [helmReleaseUninstallPermission, ...forPeople].map(({ name }) => [
          name,
          ALLOW,
        ]),
      ),
      {
        automation: [
          {
            subject: 'external:ci',
            environments: ['dev'],
            kinds: [...operationKinds.keys()],
          },
        ],
      },
    );
    const held = await Promise.all(
      [helmReleaseUninstallPermission, ...forPeople].map(permission =>
        authorizer.can(ci, permission, ref),
      ),
    );
    expect(held).toEqual([true, false, false, false]);
  });

  it('takes no other case of a ref for another person', async () => {
    const { authorizer } = setup({});
    expect(
      await authorizer.principal(mockCredentials.user('user:default/Ana')),
    ).toBe('user:default/ana');
  });

  it('knows a person by own ref and groups', async () => {
    const { authorizer } = setup({});
    expect(
      await authorizer.identities(mockCredentials.user('user:default/ana')),
    ).toEqual(['user:default/ana', 'group:default/team-web']);
  });

  it('16. denies at execution what is no longer so', async () => {
    const { authorizer, state } = setup({
      'helm.release.read': ALLOW,
      'helm.release.deploy': owned,
      'helm.release.rollback': ALLOW,
    });
    const stored = JSON.parse(
      JSON.stringify(
        await authorizer.decide(ana, helmReleaseDeployPermission, ref),
      ),
    );
    expect(stored.principal).toBe('user:default/ana');
    expect(JSON.stringify(stored)).not.toContain('token');
    const plain = await authorizer.decide(
      ana,
      helmReleaseRollbackPermission,
      ref,
    );
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(true);
    // The entity changed hands.
    state.owner = 'group:default/others';
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(false);
    state.owner = 'group:default/team-web';
    // The requester left the team.
    state.groups = [];
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(false);
    await expect(authorizer.stillAllowed(plain, ref)).resolves.toBe(false);
    // The requester is gone.
    state.groups = undefined;
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(false);
  });

  it('16. denies at execution to one who left while the policy was asked', async () => {
    const { authorizer, state } = setup({
      'helm.release.read': ALLOW,
      'helm.release.deploy': owned,
    });
    state.onAsked = () => {
      state.groups = [];
    };
    const stored = await authorizer.decide(
      ana,
      helmReleaseDeployPermission,
      ref,
    );
    await expect(authorizer.stillAllowed(stored, ref)).resolves.toBe(false);
  });
});
