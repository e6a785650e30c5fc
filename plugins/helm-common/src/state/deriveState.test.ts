import type { HelmStatus, Revision } from '../releases';
import { deriveState, type StateInput } from './deriveState';

const now = Date.parse('2026-11-20T14:00:00Z');

function revision(status: HelmStatus, extra: Partial<Revision> = {}): Revision {
  return {
    revision: 29,
    status,
    chartName: 'storefront',
    chartVersion: '2.4.0',
    updatedAt: '2026-11-20T13:59:00Z',
    description: 'Upgrade complete',
    ...extra,
  };
}

const wanted = {
  chartName: 'storefront',
  version: '2.4.0',
  valuesDigest: 'same',
};

const entity = 'component:default/storefront';

function input(extra: Partial<StateInput> = {}): StateInput {
  return {
    observedAt: '2026-11-20T14:00:00Z',
    now,
    isObserved: true,
    deployed: revision('deployed'),
    deployedValuesDigest: 'same',
    wanted,
    declaredBy: [entity],
    boundTo: entity,
    owner: { kind: 'portal' },
    ...extra,
  };
}

const old = { updatedAt: '2026-11-20T13:00:00Z' };
const upgrade = { id: '8f3k2c', kind: 'upgrade', status: 'running' } as const;

describe('lifecycle', () => {
  it.each<[string, Partial<StateInput>, string]>([
    ['no release', { deployed: undefined }, 'Absent'],
    ['not read yet', { isObserved: false }, 'Unknown'],
    ['deployed', {}, 'Deployed'],
    ['failed', { deployed: revision('failed') }, 'Failed'],
    ['history kept', { deployed: revision('uninstalled') }, 'Absent'],
    ['split brain', { deployed: revision('superseded') }, 'Unknown'],
    ['unknown', { deployed: revision('unknown') }, 'Unknown'],
    [
      'young and foreign',
      {
        deployed: revision('pending-upgrade'),
      },
      'Progressing',
    ],
    [
      'old and foreign',
      {
        deployed: revision('pending-upgrade', old),
      },
      'Locked',
    ],
    [
      'old, within a longer limit',
      {
        deployed: revision('pending-install', old),
        foreignTimeoutSeconds: 7200,
      },
      'Progressing',
    ],
    [
      'young, left by an operation that is over',
      {
        deployed: revision('pending-upgrade', { operationId: '8f3k2c' }),
      },
      'Locked',
    ],
    [
      'old, but our operation works',
      {
        deployed: revision('pending-upgrade', old),
        activeOperation: upgrade,
      },
      'Progressing',
    ],
    [
      'handed over',
      {
        activeOperation: { ...upgrade, status: 'handed-over' },
      },
      'Progressing',
    ],
    [
      'only queued',
      {
        activeOperation: { ...upgrade, status: 'queued' },
      },
      'Deployed',
    ],
    [
      'a test changes nothing',
      {
        activeOperation: { ...upgrade, kind: 'test' },
      },
      'Deployed',
    ],
    [
      'uninstalling by us',
      {
        activeOperation: { ...upgrade, kind: 'uninstall' },
      },
      'Uninstalling',
    ],
    [
      'uninstalling, left',
      {
        deployed: revision('uninstalling', old),
      },
      'Uninstalling',
    ],
    [
      'rollback with copied labels, young',
      {
        deployed: revision('pending-rollback', { operationId: '8f3k2c' }),
      },
      'Progressing',
    ],
    [
      'rollback of ours that broke off, young',
      { deployed: revision('pending-rollback'), isLeftByUs: true },
      'Locked',
    ],
    [
      'finishing an uninstall',
      { activeOperation: { ...upgrade, kind: 'finish-uninstall' } },
      'Uninstalling',
    ],
  ])('%s', (_, extra, expected) => {
    expect(deriveState(input(extra)).lifecycle).toBe(expected);
  });
});

describe('sync', () => {
  it.each<[string, Partial<StateInput>, string]>([
    ['as declared', {}, 'InSync'],
    ['leading v', { wanted: { ...wanted, version: 'v2.4.0' } }, 'InSync'],
    ['other version', { wanted: { ...wanted, version: '2.5.0' } }, 'OutOfSync'],
    ['other values', { deployedValuesDigest: 'other' }, 'OutOfSync'],
    [
      'other chart',
      {
        wanted: { ...wanted, chartName: 'other' },
      },
      'OutOfSync',
    ],
    ['declared, not installed', { deployed: undefined }, 'OutOfSync'],
    [
      'uninstalled, history kept',
      {
        deployed: revision('uninstalled'),
      },
      'OutOfSync',
    ],
    ['declaration unreadable', { wanted: undefined }, 'OutOfSync'],
    ['declared twice', { declaredBy: [entity, 'component:x/y'] }, 'Conflict'],
    ['bound to another', { boundTo: 'component:x/y' }, 'Conflict'],
    ['not declared', { declaredBy: [], boundTo: undefined }, 'Undeclared'],
    ['not declared any more', { declaredBy: [] }, 'Orphaned'],
    ['paused', { isPaused: true }, 'Paused'],
  ])('%s', (_, extra, expected) => {
    expect(deriveState(input(extra)).sync).toBe(expected);
  });
});
