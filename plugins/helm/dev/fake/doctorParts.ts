import type {
  Diagnosis,
  Doctor,
  PlanRequest,
  ReleaseRef,
  WayOut,
} from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import { running } from './operations';

const dana = 'user:default/dana';

/** A release of the fake portal that is stuck in staging. */
export function stuckRelease(name: string): ReleaseRef {
  return { cluster: 'nonprod', namespace: 'web-staging', name };
}

export function way(
  name: string,
  key: WayOut['key'],
  title: string,
  detail: string,
  plan: Omit<PlanRequest, 'release'>,
  changes: Partial<WayOut> = {},
): WayOut {
  return {
    key,
    title,
    detail,
    suggested: false,
    allowed: true,
    plan: { release: stuckRelease(name), ...plan },
    ...changes,
  };
}

export const suggested = { suggested: true };
export const terminal = (command: string) => ({
  command: `helm ${command} -n web-staging`,
});

export function doctor(
  name: string,
  diagnosis: Diagnosis,
  rest: Pick<Doctor, 'title' | 'summary' | 'waysOut'> & Partial<Doctor>,
): Doctor {
  return {
    release: stuckRelease(name),
    environment: 'staging',
    entityRef: 'component:default/stuck',
    diagnosis,
    found: [],
    holds: [],
    checkedAt: ago(3),
    ...rest,
  };
}

export const nobody: Doctor['found'][number] = {
  tone: 'ok',
  what: 'Nobody holds the release now',
  detail:
    'No lease, no Helm process; the record was last written 47 min ago, its time limit was 5 min',
};

export const outside: Doctor['found'][number] = {
  tone: 'err',
  what: 'Left by a Helm outside of the portal',
  detail: 'Written at 14:28:20 by helm; nobody said why.',
};

export function pendingUpgrade(name: string, waysOut: WayOut[]): Doctor {
  return doctor(name, 'PendingUpgrade', {
    title: `${name} in staging is locked`,
    summary:
      'Revision 29 has been pending-upgrade for 47 min and nothing is working on it. Until it is freed, Helm refuses every upgrade.',
    revision: 29,
    status: 'pending-upgrade',
    found: [
      {
        tone: 'err',
        what: 'Left by the upgrade 2.3.1 → 2.4.0',
        detail: `${dana}: “SHOP-490 new cart service for the campaign”`,
        operationId: running.id,
        user: dana,
      },
      {
        tone: 'warn',
        what: 'The portal instance that ran it stopped at 14:33:20',
        detail: 'helm-backend-1, out of memory, during the wait for resources',
      },
      nobody,
    ],
    holds: [
      {
        what: '9 objects',
        as: 'as in revision 29',
        health: 'ready',
        words: 'ready',
      },
      {
        what: '2 objects',
        as: 'as in revision 28',
        health: 'ready',
        words: 'ready',
      },
      {
        what: 'StatefulSet storefront-cache',
        as: 'half way, 2 of 3 pods new',
        health: 'progressing',
        words: '2 of 3',
      },
    ],
    waysOut,
  });
}

export function upgradeWays(
  name: string,
  changes: Partial<WayOut> = {},
): WayOut[] {
  return [
    way(
      name,
      'rollback',
      'Roll back to revision 28',
      'Last one that was deployed, chart 2.3.1. 10 objects change.',
      { kind: 'rollback', revision: 28 },
      { ...suggested, ...terminal(`rollback ${name} 28`), ...changes },
    ),
    way(
      name,
      'finish-upgrade',
      'Finish the upgrade to 2.4.0',
      'Marks 29 as failed, then upgrades again. 3 objects change.',
      { kind: 'upgrade', unlock: true },
      changes,
    ),
    way(
      name,
      'unlock',
      'Only unlock',
      'Marks 29 as failed. Nothing in the cluster changes; you decide later.',
      { kind: 'unlock' },
      changes,
    ),
    way(
      name,
      'uninstall',
      'Uninstall',
      '',
      { kind: 'uninstall' },
      {
        allowed: false,
        code: 'ACTION_NOT_POSSIBLE',
        reason: 'Only for a first install that never finished.',
        ...changes,
      },
    ),
  ];
}

export const uninstallAll = (name: string) =>
  way(
    name,
    'uninstall',
    'Uninstall',
    'Takes away what it left, with its history.',
    { kind: 'uninstall' },
    terminal(`uninstall ${name}`),
  );
export const reinstall = (name: string) =>
  way(
    name,
    'reinstall',
    'Uninstall and install 2.4.0',
    'Takes away what it left, then installs what is declared anew.',
    { kind: 'reinstall' },
    suggested,
  );
