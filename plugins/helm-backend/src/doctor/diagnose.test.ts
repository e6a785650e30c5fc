import { doctorSchema } from '@backstage-helm/plugin-helm-common';
import { maker, newest, now, someFacts } from './__testUtils__/someFacts';
import { diagnose } from './diagnose';
import type { DoctorFacts } from './DoctorFacts';

const keys = (facts: Partial<DoctorFacts>) =>
  diagnose(someFacts(facts))
    .waysOut.map(({ key, suggested }) => (suggested ? `${key}!` : key))
    .join(' ');
const outside = { maker: undefined, run: undefined };
const written = (secondsAgo: number) => ({
  trace: {
    writtenAt: new Date(now - secondsAgo * 1000).toISOString(),
    writers: ['helm'],
  },
});
const none = { newest: undefined, trace: undefined, ...outside, good: [] };
const objects = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }];

describe('diagnose', () => {
  it('says it as the design does', () => {
    const examined = diagnose(someFacts());
    expect(examined).toMatchObject({
      diagnosis: 'PendingUpgrade',
      title: 'storefront in staging is locked',
      summary:
        'Revision 29 has been pending-upgrade for 47 min and nothing is working on it. Until it is freed, Helm refuses every upgrade.',
      found: [
        {
          what: 'Left by the upgrade 2.3.1 → 2.4.0',
          detail: 'user:default/ana: “SHOP-490 new cart service”',
          operationId: '8f3k2c',
          user: 'user:default/ana',
        },
        {
          what: 'The portal instance that ran it stopped at 14:33:20 UTC',
          detail: 'helm-backend-1, during the wait for resources',
        },
        {
          what: 'Nobody holds the release now',
          detail:
            'No lease and no Helm of the portal; the record was last written 47 min ago.',
        },
      ],
      waysOut: [
        {
          title: 'Roll back to revision 28',
          detail:
            'Last one that succeeded, chart 2.3.1. Kept in history as revision 30.',
          command: 'helm rollback storefront 28 -n shop-staging',
          plan: { kind: 'rollback', revision: 28 },
        },
        {
          title: 'Finish the upgrade to 2.4.0',
          plan: { kind: 'upgrade', unlock: true },
        },
        { title: 'Only unlock', plan: { kind: 'unlock' } },
      ],
    });
    const whole = { ...examined, environment: 'staging', holds: [] };
    expect(doctorSchema.parse(whole)).toEqual(whole);
  });

  it.each<[string, Partial<DoctorFacts>, string, string]>([
    ['an upgrade', {}, 'PendingUpgrade', 'rollback! finish-upgrade unlock'],
    [
      'an upgrade, and nothing to go back to',
      { good: [] },
      'PendingUpgrade',
      'finish-upgrade! unlock',
    ],
    [
      'a rollback',
      { newest: newest({ status: 'pending-rollback' }) },
      'PendingRollback',
      'rollback! finish-upgrade unlock',
    ],
    [
      '25. the first install: no rollback',
      { newest: newest({ revision: 1, status: 'pending-install' }), good: [] },
      'PendingInstall',
      'reinstall! uninstall finish-upgrade unlock',
    ],
    [
      'the first install of what nobody declares any more',
      {
        newest: newest({ revision: 1, status: 'pending-install' }),
        good: [],
        wanted: undefined,
      },
      'PendingInstall',
      'uninstall! finish-upgrade unlock',
    ],
    [
      'an uninstall',
      { newest: newest({ status: 'uninstalling' }) },
      'Uninstalling',
      'finish-uninstall! undo-uninstall',
    ],
    [
      'a failed first install',
      { newest: newest({ revision: 1, status: 'failed' }), good: [] },
      'FailedFirstInstall',
      'finish-upgrade! reinstall uninstall',
    ],
    [
      'failed, and history pruned',
      { newest: newest({ status: 'failed' }), good: [] },
      'NoRollbackTarget',
      'finish-upgrade! uninstall',
    ],
    [
      'failed, with a way back',
      { newest: newest({ status: 'failed' }) },
      'Healthy',
      '',
    ],
    ['deployed', { newest: newest({ status: 'deployed' }) }, 'Healthy', ''],
    ['nothing at all', none, 'Healthy', ''],
    ['a lost record', { ...none, lost: { objects } }, 'LostState', 'rebuild!'],
    [
      'a young Helm outside of the portal',
      { ...outside, ...written(120) },
      'Working',
      'wait!',
    ],
    [
      'an old Helm outside of the portal',
      { ...outside, ...written(601) },
      'PendingUpgrade',
      'rollback! finish-upgrade unlock',
    ],
    [
      'our operation at work',
      { running: maker({ status: 'running', finishedAt: undefined }) },
      'Working',
      'wait!',
    ],
    [
      'our operation at work on what is not there yet',
      { ...none, running: maker({ kind: 'install', status: 'running' }) },
      'Working',
      'wait!',
    ],
  ])('%s', (_, facts, diagnosis, ways) => {
    expect(diagnose(someFacts(facts)).diagnosis).toBe(diagnosis);
    expect(keys(facts)).toBe(ways);
  });

  it('says until when a Helm outside of the portal may be at work', () => {
    expect(diagnose(someFacts({ ...outside, ...written(120) }))).toMatchObject({
      waitUntil: '2026-11-20T15:28:00.000Z',
      summary:
        'Revision 29 is pending-upgrade. A Helm outside of the portal wrote it 2 min ago; it may still be at work until 15:28:00 UTC.',
    });
  });

  it('suggests what the caller may do, and says why the rest is refused', () => {
    const { waysOut } = diagnose(
      someFacts({
        refuse: kind =>
          kind === 'rollback'
            ? { code: 'NOT_ALLOWED', reason: 'You need more.' }
            : undefined,
      }),
    );
    expect(waysOut.map(({ suggested }) => suggested)).toEqual([
      false,
      true,
      false,
    ]);
    expect(waysOut[0]).toMatchObject({
      allowed: false,
      code: 'NOT_ALLOWED',
      reason: 'You need more.',
    });
  });

  it('asks for the right to unlock only where something is locked', () => {
    const asked: unknown[] = [];
    const refuse: DoctorFacts['refuse'] = (...question) => {
      asked.push(question);
      return undefined;
    };
    diagnose(someFacts({ refuse }));
    diagnose(
      someFacts({
        refuse,
        newest: newest({ status: 'failed' }),
        good: [],
        hasOverride: true,
      }),
    );
    expect(asked).toEqual([
      ['rollback', true, []],
      ['upgrade', true, []],
      ['unlock', true, []],
      ['upgrade', false, ['helm.release.override']],
      ['uninstall', false, []],
    ]);
  });

  it('tells a label that lies, and a way back that was pruned', () => {
    const { found } = diagnose(
      someFacts({
        trace: {
          writtenAt: '2026-11-20T14:33:00Z',
          writers: ['helm', 'kubectl-edit'],
          labelStatus: 'failed',
        },
        good: [],
      }),
    );
    expect(found.slice(3)).toMatchObject([
      { what: 'Its label says failed, its record says pending-upgrade' },
      {
        what: 'There is no revision to go back to',
        detail:
          'Revision 28 succeeded, but is not in the cluster any more: the history keeps 10 revisions.',
      },
    ]);
  });

  it('says why a first install failed, and nothing of a healthy release', () => {
    const outcome = {
      code: 'WAIT_TIMEOUT',
      title: 'Install 2.4.0 failed',
      why: 'Pod web-1 crashed',
      holds: '',
    };
    const failed = diagnose(
      someFacts({
        newest: newest({ revision: 1, status: 'failed' }),
        maker: maker({ kind: 'install', fromVersion: undefined, outcome }),
        run: undefined,
        good: [],
      }),
    );
    expect(failed.found).toMatchObject([
      { what: 'Left by the install 2.4.0' },
      { what: 'Install 2.4.0 failed', detail: 'Pod web-1 crashed' },
    ]);
    expect(
      diagnose(someFacts({ newest: newest({ status: 'deployed' }) })).found,
    ).toEqual([]);
  });

  it('names who wrote what the portal did not', () => {
    const { found } = diagnose(
      someFacts({
        ...outside,
        trace: {
          writtenAt: '2026-11-20T14:33:00Z',
          writers: ['helm', 'terraform'],
        },
      }),
    );
    expect(found[0]).toMatchObject({
      what: 'Left by a Helm outside of the portal',
      detail: 'Written at 14:33:00 UTC by helm, terraform; nobody said why.',
    });
  });

  it('names the hooks that are not run again', () => {
    const [way] = diagnose(
      someFacts({
        newest: newest({ status: 'uninstalling' }),
        uninstallHooks: ['Job farewell'],
      }),
    ).waysOut;
    expect(way.command).toBe(
      'helm uninstall storefront --no-hooks -n shop-staging',
    );
    expect(way.detail).toContain('not run again');
  });
});
