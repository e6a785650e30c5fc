import { parseHelmError } from '../../helm';
import { verdict, type Evidence } from './verdict';

const base: Evidence = {
  kind: 'upgrade',
  operationId: 'op-1',
  expectedRevision: 4,
  keepHistory: false,
  before: { revision: 3, status: 'deployed' },
  cancelRequested: false,
};
const after = (
  revision: number,
  status: NonNullable<Evidence['after']>['status'],
  more: Partial<Evidence['after']> = {},
) => ({
  revision,
  status,
  operationId: 'op-1',
  description: '',
  ...more,
});
const exited = (code: number, stderr = '') => ({
  code,
  failure: parseHelmError(stderr),
});
const timeout = 'Error: UPGRADE FAILED: context deadline exceeded';

describe('verdict', () => {
  it.each<[string, Partial<Evidence>, string, string, boolean]>([
    [
      'deployed',
      { after: after(4, 'deployed'), exit: exited(0) },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'deployed, whatever the exit code',
      { after: after(4, 'deployed'), exit: exited(1, 'Error: boom') },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'exit 0 without a record',
      { after: after(3, 'deployed'), exit: exited(0) },
      'failed',
      'HELM_FAILED',
      false,
    ],
    [
      'exit 0 and left pending (no right to update Secrets)',
      { after: after(4, 'pending-upgrade'), exit: exited(0) },
      'interrupted',
      'RELEASE_LOCKED',
      true,
    ],
    [
      'not ready in time',
      { after: after(4, 'failed'), exit: exited(1, timeout) },
      'failed',
      'WAIT_TIMEOUT',
      true,
    ],
    [
      'refused before anything',
      {
        after: after(3, 'deployed'),
        exit: exited(1, 'Error: UPGRADE FAILED: release: already exists'),
      },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'cancelled',
      {
        after: after(4, 'failed'),
        exit: exited(1, 'Error: UPGRADE FAILED: context canceled'),
        cancelRequested: true,
      },
      'cancelled',
      'CANCELLED',
      true,
    ],
    [
      'cancelled too late',
      {
        after: after(4, 'deployed'),
        exit: exited(0),
        cancelRequested: true,
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'someone else made that revision',
      { after: after(4, 'deployed', { operationId: 'other' }) },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'someone without a portal made that revision',
      {
        after: after(4, 'deployed', { operationId: undefined }),
        exit: exited(1, 'Error: UPGRADE FAILED: another operation (install'),
      },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'someone without a portal failed at that revision',
      { after: after(4, 'failed', { operationId: undefined }) },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'recovered: pending',
      { after: after(4, 'pending-upgrade') },
      'interrupted',
      'RELEASE_LOCKED',
      true,
    ],
    [
      'recovered: superseded since',
      { after: after(4, 'superseded') },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'rolled back, labels copied from the old revision',
      {
        kind: 'rollback',
        toRevision: 2,
        after: after(4, 'deployed', { operationId: 'old', rollbackTo: 2 }),
        exit: exited(0),
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'a rollback that failed half-way',
      {
        kind: 'rollback',
        toRevision: 2,
        after: after(4, 'failed', {
          operationId: 'old',
          description: 'Rollback "web" failed: timed out',
        }),
        exit: exited(1, 'Error: timed out waiting for the condition'),
      },
      'failed',
      'WAIT_TIMEOUT',
      true,
    ],
    [
      'an upgrade came before the rollback',
      {
        kind: 'rollback',
        toRevision: 2,
        after: after(4, 'deployed', {
          operationId: 'old',
          description: 'Upgrade complete',
        }),
      },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'another rollback came first',
      {
        kind: 'rollback',
        toRevision: 2,
        after: after(4, 'deployed', { operationId: 'old', rollbackTo: 1 }),
      },
      'failed',
      'RELEASE_BUSY',
      false,
    ],
    [
      'unlocked',
      {
        kind: 'unlock',
        before: { revision: 3, status: 'pending-upgrade' },
        after: after(3, 'failed'),
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'unlock: its Helm was at work after all',
      {
        kind: 'unlock',
        before: { revision: 3, status: 'pending-upgrade' },
        after: after(3, 'deployed'),
        exit: exited(1),
      },
      'failed',
      'STILL_AT_WORK',
      false,
    ],
    [
      'unlock: somebody else wrote it',
      {
        kind: 'unlock',
        before: { revision: 3, status: 'pending-upgrade' },
        after: after(3, 'pending-upgrade'),
        exit: exited(1),
      },
      'failed',
      'STILL_AT_WORK',
      false,
    ],
    [
      'the rest of an uninstall',
      {
        kind: 'finish-uninstall',
        before: { revision: 3, status: 'uninstalling' },
        exit: exited(0),
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'the rest of an uninstall, again not done',
      {
        kind: 'finish-uninstall',
        before: { revision: 3, status: 'uninstalling' },
        after: after(3, 'uninstalling'),
        exit: exited(1, 'Error: timed out waiting for the condition'),
      },
      'failed',
      'WAIT_TIMEOUT',
      false,
    ],
    [
      'the first part of a reinstall',
      {
        kind: 'reinstall',
        before: { revision: 1, status: 'pending-install' },
        exit: exited(0),
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'a record rebuilt',
      {
        kind: 'rebuild',
        expectedRevision: 1,
        before: { revision: 0, status: 'absent' },
        after: after(1, 'deployed'),
      },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'uninstalled',
      { kind: 'uninstall', exit: exited(0) },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'uninstalled with history',
      { kind: 'uninstall', after: after(3, 'uninstalled'), exit: exited(0) },
      'succeeded',
      'DONE',
      true,
    ],
    [
      'half uninstalled',
      {
        kind: 'uninstall',
        after: after(3, 'uninstalling'),
        exit: exited(1, 'Error: failed pre-delete: timed out'),
      },
      'failed',
      'HOOK_FAILED',
      true,
    ],
    [
      'uninstall: nothing happened',
      { kind: 'uninstall', after: after(3, 'deployed') },
      'interrupted',
      'INTERRUPTED',
      false,
    ],
    [
      'test passed',
      { kind: 'test', after: after(3, 'deployed'), exit: exited(0) },
      'succeeded',
      'DONE',
      false,
    ],
    [
      'test failed',
      { kind: 'test', after: after(3, 'deployed'), exit: exited(1) },
      'failed',
      'TEST_FAILED',
      false,
    ],
    [
      'install undone by someone',
      { kind: 'install', expectedRevision: 1, after: undefined },
      'failed',
      'BASE_CHANGED',
      false,
    ],
  ])('%s', (_, evidence, status, code, changed) => {
    expect(verdict({ ...base, ...evidence })).toEqual({
      status,
      code,
      changed,
    });
  });
});
