import type { ActionInput } from './actionRules';
import { permissionsOfKind, refuseWayOut } from './wayOutRules';

const entity = 'component:default/storefront';

function input(extra: Partial<ActionInput> = {}): ActionInput {
  return {
    state: {
      lifecycle: 'Locked',
      sync: 'InSync',
      drift: 'Unchecked',
      health: 'Unknown',
      owner: { kind: 'portal', name: entity },
      observedAt: '2026-11-20T14:00:00Z',
    },
    environment: { name: 'staging', readOnly: false },
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
const without = (name: string) => ({
  holds: (asked: string) => asked !== name,
});
const broken = {
  problems: [{ code: 'VERSION_NOT_FOUND' as const, message: 'No 9.9.9.' }],
};
const waiting = {
  activeOperation: { id: 'op', kind: 'upgrade', status: 'queued' as const },
};

describe('refuseWayOut', () => {
  it.each<[string, string, boolean, Partial<ActionInput>, string | undefined]>([
    ['allowed', 'rollback', true, {}, undefined],
    [
      'read-only',
      'unlock',
      true,
      {
        environment: { name: 'prod', readOnly: true },
      },
      'ENVIRONMENT_READ_ONLY',
    ],
    [
      'no permissions',
      'unlock',
      true,
      { permissionsOff: true },
      'PERMISSIONS_OFF',
    ],
    [
      'without its own right',
      'rollback',
      true,
      without('helm.release.rollback'),
      'NOT_ALLOWED',
    ],
    [
      'without the right to unlock',
      'rollback',
      true,
      without('helm.release.unlock'),
      'NOT_ALLOWED',
    ],
    [
      'nothing to unlock',
      'upgrade',
      false,
      without('helm.release.unlock'),
      undefined,
    ],
    [
      'a part of a reinstall',
      'reinstall',
      true,
      without('helm.release.uninstall'),
      'NOT_ALLOWED',
    ],
    ['not ours', 'uninstall', true, { boundTo: undefined }, 'ADOPTION_NEEDED'],
    [
      'a broken declaration stops what deploys it',
      'upgrade',
      true,
      broken,
      'VERSION_NOT_FOUND',
    ],
    ['and no rescue', 'rollback', true, broken, undefined],
    ['not declared', 'rebuild', true, { isDeclared: false }, 'NOT_DECLARED'],
    [
      'a waiting change stops another one',
      'upgrade',
      true,
      waiting,
      'RELEASE_BUSY',
    ],
    ['and no rescue either', 'unlock', true, waiting, undefined],
  ])('%s', (_, kind, unlocks, extra, code) => {
    expect(refuseWayOut(input(extra), kind, unlocks)?.code).toBe(code);
  });

  it('asks for more where the way out does more', () => {
    expect(
      refuseWayOut(input(without('helm.release.override')), 'upgrade', false, [
        'helm.release.override',
      ]),
    ).toMatchObject({
      reason: expect.stringContaining('helm.release.override in staging'),
    });
  });
});

describe('permissionsOfKind', () => {
  it('names each once', () => {
    expect(permissionsOfKind('unlock', true)).toEqual(['helm.release.unlock']);
    expect(permissionsOfKind('reinstall', true)).toEqual([
      'helm.release.unlock',
      'helm.release.uninstall',
      'helm.release.deploy',
    ]);
  });
});
