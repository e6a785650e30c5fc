import type { ActionInput } from './actionRules';
import { availableActions, requireAction } from './availableActions';

const entity = 'component:default/storefront';

function input(extra: Partial<ActionInput> = {}): ActionInput {
  return {
    state: {
      lifecycle: 'Deployed',
      sync: 'InSync',
      drift: 'None',
      health: 'Healthy',
      owner: { kind: 'portal', name: entity },
      observedAt: '2026-11-20T14:00:00Z',
    },
    deployed: {
      revision: 29,
      status: 'deployed',
      chartName: 'storefront',
      chartVersion: '2.4.0',
      updatedAt: '2026-11-20T13:59:00Z',
      description: '',
    },
    environment: { name: 'prod', readOnly: false },
    isStale: false,
    isDeclared: true,
    problems: [],
    boundTo: entity,
    entityRef: entity,
    hasRollbackTarget: true,
    holds: () => true,
    permissionsOff: false,
    ...extra,
  };
}

const withState = (state: Partial<ActionInput['state']>) => ({
  state: { ...input().state, ...state },
});

const frozen = {
  title: 'Year end',
  start: '2026-12-20T00:00:00Z',
  end: '2027-01-03T00:00:00Z',
};

/** `deploy rollback! …`: an exclamation mark where it is refused. */
function summary(extra: Partial<ActionInput>) {
  return availableActions(input(extra))
    .map(({ action, allowed, code }) =>
      allowed ? action : `${action}:${code}`,
    )
    .join(' ');
}

const all = (code: string) =>
  `deploy:${code} rollback:${code} test:${code} uninstall:${code} refresh`;

describe('availableActions', () => {
  it.each<[string, Partial<ActionInput>, string]>([
    ['deployed', {}, 'deploy rollback test uninstall refresh'],
    [
      'absent',
      {
        deployed: undefined,
        boundTo: undefined,
        ...withState({ lifecycle: 'Absent' }),
      },
      'install refresh',
    ],
    [
      'owned, and its record is gone',
      { deployed: undefined, ...withState({ lifecycle: 'Absent' }) },
      'unlock install refresh',
    ],
    [
      'locked, without the right to free it',
      {
        ...withState({ lifecycle: 'Locked' }),
        holds: name => name !== 'helm.release.unlock',
      },
      'unlock:NOT_ALLOWED deploy:RELEASE_LOCKED rollback:NOT_ALLOWED test:RELEASE_LOCKED uninstall:NOT_ALLOWED refresh',
    ],
    ['history kept', withState({ lifecycle: 'Absent' }), 'install refresh'],
    [
      'read-only',
      { environment: { name: 'prod', readOnly: true } },
      all('ENVIRONMENT_READ_ONLY'),
    ],
    [
      'no permission framework',
      { permissionsOff: true },
      all('PERMISSIONS_OFF'),
    ],
    [
      'frozen, with ways out of trouble',
      { frozen, holds: name => name !== 'helm.freeze.override' },
      'deploy:ENVIRONMENT_FROZEN rollback test uninstall:ENVIRONMENT_FROZEN refresh',
    ],
    [
      'frozen, for one who may override that',
      { frozen },
      'deploy rollback test uninstall refresh',
    ],
    ['cluster away', { isStale: true }, all('CLUSTER_UNREACHABLE')],
    [
      'owned by Flux',
      withState({ owner: { kind: 'flux', name: 'x' } }),
      all('OWNED_BY_OTHER_ENGINE'),
    ],
    [
      'conflict, elsewhere',
      {
        ...withState({ sync: 'Conflict' }),
        boundTo: 'component:default/storefront',
        entityRef: 'component:default/mallory',
      },
      all('BINDING_CONFLICT'),
    ],
    [
      'conflict of one that nobody owns',
      { ...withState({ sync: 'Conflict' }), boundTo: undefined },
      all('BINDING_CONFLICT'),
    ],
    [
      'conflict, for its owner',
      {
        ...withState({ sync: 'Conflict' }),
        boundTo: 'component:default/storefront',
        entityRef: 'component:default/storefront',
      },
      'deploy:BINDING_CONFLICT rollback test uninstall:BINDING_CONFLICT refresh',
    ],
    [
      'not allowed to deploy',
      {
        holds: (name: string) => name !== 'helm.release.deploy',
      },
      'deploy:NOT_ALLOWED rollback test uninstall refresh',
    ],
    [
      'found in the cluster',
      {
        boundTo: undefined,
        ...withState({ owner: { kind: 'helm' } }),
      },
      'deploy:ADOPTION_NEEDED rollback:ADOPTION_NEEDED adopt test:ADOPTION_NEEDED uninstall:ADOPTION_NEEDED refresh',
    ],
    [
      'orphaned',
      { isDeclared: false, ...withState({ sync: 'Orphaned' }) },
      'deploy:NOT_DECLARED rollback test uninstall refresh',
    ],
    [
      'broken declaration',
      {
        problems: [{ code: 'VERSION_NOT_EXACT', message: 'x' }],
      },
      'deploy:VERSION_NOT_EXACT rollback test uninstall refresh',
    ],
    [
      'upgrade runs',
      {
        activeOperation: { id: 'a', kind: 'upgrade', status: 'running' },
        ...withState({ lifecycle: 'Progressing' }),
      },
      `${all('RELEASE_BUSY')} view-operation`,
    ],
    [
      'a rescue overtakes what waits',
      {
        activeOperation: { id: 'a', kind: 'upgrade', status: 'queued' },
      },
      'deploy:RELEASE_BUSY rollback test uninstall:RELEASE_BUSY refresh view-operation',
    ],
    [
      'what waits for approval may be replaced',
      {
        activeOperation: {
          id: 'a',
          kind: 'upgrade',
          status: 'awaiting-approval',
        },
      },
      'deploy rollback test uninstall refresh view-operation',
    ],
    [
      'a foreign Helm works',
      withState({ lifecycle: 'Progressing' }),
      all('RELEASE_BUSY'),
    ],
    [
      'locked',
      withState({ lifecycle: 'Locked' }),
      'unlock deploy:RELEASE_LOCKED rollback test:RELEASE_LOCKED uninstall refresh',
    ],
    [
      '25. first install locked: no rollback',
      {
        hasRollbackTarget: false,
        ...withState({ lifecycle: 'Locked' }),
      },
      'unlock deploy:RELEASE_LOCKED rollback:NOTHING_TO_ROLL_BACK_TO test:RELEASE_LOCKED uninstall refresh',
    ],
    [
      'uninstall left half way',
      withState({ lifecycle: 'Uninstalling' }),
      'unlock deploy:RELEASE_LOCKED rollback test:RELEASE_LOCKED uninstall refresh',
    ],
    [
      'failed',
      withState({ lifecycle: 'Failed' }),
      'deploy rollback test:ACTION_NOT_POSSIBLE uninstall refresh',
    ],
    [
      'something was done before',
      { lastOperation: { id: 'a' } },
      'deploy rollback test uninstall refresh view-operation',
    ],
  ])('%s', (_, extra, expected) => {
    expect(summary(extra)).toBe(expected);
  });

  it('says who or what lifts it', () => {
    const [deploy] = availableActions(
      input({
        holds: () => false,
        environment: { name: 'prod', readOnly: false },
      }),
    );
    expect(deploy.reason).toBe(
      "You need helm.release.deploy in prod; your portal's policy decides who has it.",
    );
  });
});

describe('requireAction', () => {
  it('admits what the button shows', () => {
    expect(() => requireAction(input(), 'deploy')).not.toThrow();
  });

  it.each<[Partial<ActionInput>, 'deploy' | 'install', string, number]>([
    [{ holds: () => false }, 'deploy', 'NOT_ALLOWED', 403],
    [{ isStale: true }, 'deploy', 'CLUSTER_UNREACHABLE', 503],
    [withState({ lifecycle: 'Locked' }), 'deploy', 'RELEASE_LOCKED', 409],
    [{}, 'install', 'ACTION_NOT_POSSIBLE', 409],
  ])('refuses %j %s with %s', (extra, action, code, status) => {
    expect(() => requireAction(input(extra), action)).toThrow(
      expect.objectContaining({ code, status }),
    );
  });

  it('links the operation that is in the way', () => {
    expect(() =>
      requireAction(
        input({
          activeOperation: { id: 'a1', kind: 'upgrade', status: 'running' },
        }),
        'deploy',
      ),
    ).toThrow(expect.objectContaining({ details: { operation: 'a1' } }));
  });

  it('says how long a freeze lasts and who may lift it', () => {
    const [deploy] = availableActions(
      input({ frozen, holds: name => name !== 'helm.freeze.override' }),
    );
    expect(deploy.reason).toBe(
      'prod takes no changes until 2027-01-03 00:00 UTC: Year end. Wait until then, or ask someone who holds helm.freeze.override.',
    );
  });
});
