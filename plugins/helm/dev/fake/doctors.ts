import type { Doctor } from '@backstage-helm/plugin-helm-common';
import { ago } from './ago';
import {
  doctor,
  nobody,
  outside,
  pendingUpgrade,
  reinstall,
  suggested,
  terminal,
  uninstallAll,
  upgradeWays,
  way,
} from './doctorParts';

/** A doctor's answer for each thing that can hold a release up. */
export const doctors: Doctor[] = [
  pendingUpgrade('storefront', upgradeWays('storefront')),
  doctor('cart', 'PendingInstall', {
    title: 'cart in staging is locked',
    summary:
      'Revision 1 has been pending-install for 12 min and nothing is working on it. Until it is freed, Helm refuses every upgrade.',
    revision: 1,
    status: 'pending-install',
    found: [outside, nobody],
    holds: [
      {
        what: '4 objects',
        as: 'as in revision 1',
        health: 'ready',
        words: 'ready',
      },
      {
        what: 'Deployment cart',
        as: 'as in revision 1',
        health: 'failing',
        words: 'ImagePullBackOff',
      },
    ],
    waysOut: [
      reinstall('cart'),
      uninstallAll('cart'),
      way(
        'cart',
        'unlock',
        'Only unlock',
        'Marks 1 as failed. Nothing in the cluster changes; you decide later.',
        { kind: 'unlock' },
      ),
    ],
  }),
  doctor('search', 'PendingRollback', {
    title: 'search in staging is locked',
    summary:
      'Revision 8 has been pending-rollback for 2 h and nothing is working on it. Until it is freed, Helm refuses every upgrade.',
    revision: 8,
    status: 'pending-rollback',
    found: [outside, nobody],
    holdsProblem: 'Cluster nonprod refused to list StatefulSets.',
    waysOut: [
      way(
        'search',
        'rollback',
        'Roll back to revision 6',
        'Last one that succeeded, chart 2.3.1. Kept in history as revision 9.',
        { kind: 'rollback', revision: 6 },
        { ...suggested, ...terminal('rollback search 6') },
      ),
      ...upgradeWays('search').slice(2, 3),
    ],
  }),
  doctor('mailer', 'Uninstalling', {
    title: 'mailer in staging is half uninstalled',
    summary:
      'Revision 4 is uninstalling and nothing is working on it. Until that is finished or undone, Helm refuses every install and upgrade.',
    revision: 4,
    status: 'uninstalling',
    found: [outside, nobody],
    holds: [
      {
        what: 'ConfigMap mailer',
        as: 'as in revision 4',
        health: 'ready',
        words: 'being removed, a finalizer holds it',
      },
      {
        what: '5 objects',
        as: 'of revision 4',
        health: 'missing',
        words: 'gone',
      },
    ],
    waysOut: [
      way(
        'mailer',
        'finish-uninstall',
        'Finish the uninstall',
        'Takes away what is left, with its history. Its hooks for uninstalling are not run again.',
        { kind: 'finish-uninstall' },
        { ...suggested, ...terminal('uninstall mailer --no-hooks') },
      ),
      way(
        'mailer',
        'undo-uninstall',
        'Undo it: roll back to revision 4',
        'Makes again what is gone, as in the last revision that succeeded, chart 2.4.0.',
        { kind: 'rollback', revision: 4 },
        terminal('rollback mailer 4'),
      ),
    ],
  }),
  doctor('pricing', 'FailedFirstInstall', {
    title: 'The first install of pricing in staging failed',
    summary:
      'Revision 1 failed 20 min ago. No earlier one is there to go back to.',
    revision: 1,
    status: 'failed',
    waysOut: [reinstall('pricing'), uninstallAll('pricing')],
  }),
  doctor('ledger', 'NoRollbackTarget', {
    title: 'ledger in staging has nothing to go back to',
    summary:
      'Revision 14 failed 3 h ago, and no revision that succeeded is left.',
    revision: 14,
    status: 'failed',
    found: [
      {
        tone: 'warn',
        what: 'There is no revision to go back to',
        detail:
          'Revision 3 succeeded, but is not in the cluster any more: the history keeps 10 revisions.',
      },
    ],
    waysOut: [
      way(
        'ledger',
        'finish-upgrade',
        'Deploy 2.4.0 as declared',
        'Upgrades revision 14 to what is declared.',
        { kind: 'upgrade' },
        suggested,
      ),
      uninstallAll('ledger'),
    ],
  }),
  doctor('gateway', 'LostState', {
    title: 'gateway in staging has lost its record',
    summary:
      '6 objects of it are in web-staging, but Helm has no record of them: it can neither upgrade nor roll back nor uninstall them.',
    found: [
      {
        tone: 'err',
        what: 'Helm’s record of it is gone',
        detail: 'Somebody deleted the Secrets that Helm keeps it in.',
      },
    ],
    holds: [
      {
        what: '6 objects',
        as: 'of no recorded revision',
        health: 'unknown',
        words: 'present',
      },
    ],
    waysOut: [
      way(
        'gateway',
        'rebuild',
        'Rebuild the record as 2.4.0',
        'Installs over what runs (its objects say storefront-2.4.0), only if that changes none of it.',
        { kind: 'rebuild' },
        suggested,
      ),
    ],
  }),
  doctor('checkout', 'Working', {
    title: 'checkout in staging is being worked on',
    summary:
      'Revision 12 is pending-upgrade. A Helm outside of the portal wrote it 1 min ago; it may still be at work.',
    revision: 12,
    status: 'pending-upgrade',
    waitUntil: ago(-520),
    found: [
      {
        tone: 'accent',
        what: 'A Helm outside of the portal may be at work',
        detail:
          'The record was written 1 min ago; such a Helm is given 600 s before it is held for dead.',
      },
    ],
    holds: [
      {
        what: '6 objects',
        as: 'as in revision 12',
        health: 'progressing',
        words: '4 of 6',
      },
    ],
    waysOut: [
      {
        key: 'wait',
        title: 'Wait',
        detail: 'Nothing is touched while somebody may be at work.',
        suggested: true,
        allowed: true,
      },
    ],
  }),
  pendingUpgrade(
    'payments',
    upgradeWays('payments', {
      allowed: false,
      suggested: false,
      code: 'NOT_ALLOWED',
      reason:
        'You need helm.release.unlock in staging; your portal’s policy decides who has it.',
    }),
  ),
];
