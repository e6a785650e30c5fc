import { someWork } from '../../database/__testUtils__/aNewOperation';
import type {
  OperationEvidence,
  ReleaseEvidence,
  RevisionEvidence,
} from './evidence';
import {
  idempotencyViolations,
  permissionViolations,
  releaseChecks,
} from './invariants';

function anOperation(
  changes: Partial<OperationEvidence> = {},
): OperationEvidence {
  return {
    id: 'op-1',
    position: 1,
    kind: 'install',
    status: 'succeeded',
    requestedBy: 'user:default/ana',
    idempotencyKey: 'key-1',
    attempt: 1,
    createdAt: -5_000,
    expectedRevision: 1,
    revisionAfter: 1,
    intentAt: 100,
    finishedAt: 200,
    outcomeCode: 'DONE',
    awaitsFollowUp: false,
    work: someWork({
      chart: {
        repository: 'local',
        name: 'web-service',
        version: '1.2.0',
        digest: 'sha256:a',
      },
      valuesDigest: 'values',
    }),
    events: [
      { seq: 1, at: 10, type: 'status', text: 'Queued' },
      { seq: 2, at: 50, type: 'status', text: 'Started' },
      { seq: 3, at: 60, type: 'phase', text: 'preflight started' },
    ],
    audit: ['operation.requested', 'operation.started', 'operation.settled'],
    ...changes,
  };
}

function aRevision(changes: Partial<RevisionEvidence> = {}): RevisionEvidence {
  return {
    revision: 1,
    status: 'deployed',
    labelStatus: 'deployed',
    description: 'Installed by Ana',
    operationId: 'op-1',
    chartVersion: '1.2.0',
    chartDigest: 'sha256:a',
    configDigest: 'values',
    ...changes,
  };
}

function violations(
  operations: OperationEvidence[],
  revisions: RevisionEvidence[],
  changes: Partial<ReleaseEvidence> = {},
): string[] {
  const release = {
    key: 'nonprod/shop-dev/app',
    ref: { cluster: 'nonprod', namespace: 'shop-dev', name: 'app' },
    operations,
    revisions,
    helmHistory: revisions,
    portalHistory: revisions,
    ...changes,
  };
  return Object.values(releaseChecks).flatMap(check => check(release));
}

describe('what must hold after the chaos', () => {
  it('holds of an install, and of a rollback with a copied label', () => {
    expect(violations([anOperation()], [aRevision()])).toEqual([]);
    expect(
      violations(
        [
          anOperation(),
          anOperation({
            id: 'op-2',
            kind: 'upgrade',
            status: 'rolled-back',
            expectedRevision: 2,
            revisionAfter: 2,
            intentAt: 300,
            outcomeCode: 'WAIT_TIMEOUT',
          }),
          anOperation({
            id: 'op-3',
            kind: 'rollback',
            expectedRevision: 3,
            revisionAfter: 3,
            intentAt: 400,
            work: someWork({ kind: 'rollback', toRevision: 1 }),
          }),
        ],
        [
          aRevision({ status: 'superseded' }),
          aRevision({ revision: 2, status: 'failed', operationId: 'op-2' }),
          aRevision({ revision: 3, rollbackTo: 1 }),
        ],
      ),
    ).toEqual([]);
  });

  it('holds of what was uninstalled and installed again', () => {
    expect(
      violations(
        [
          anOperation(),
          anOperation({ id: 'op-2', kind: 'uninstall', intentAt: 300 }),
          anOperation({ id: 'op-3', intentAt: 400 }),
        ],
        [aRevision({ operationId: 'op-3' })],
      ),
    ).toEqual([]);
  });

  it.each<[string, Parameters<typeof violations>]>([
    ['still running', [[anOperation({ status: 'running' })], [aRevision()]]],
    ['made revision 1, and nothing is there', [[anOperation()], []]],
    ['no operation says', [[], [aRevision()]]],
    [
      'revision 1 is pending-install',
      [[anOperation()], [aRevision({ status: 'pending-install' })]],
    ],
    [
      'op-1 made the revisions 1,2',
      [[anOperation()], [aRevision(), aRevision({ revision: 2 })]],
    ],
    [
      'was to deploy 1.2.0',
      [[anOperation()], [aRevision({ chartDigest: 'sha256:b' })]],
    ],
    ['says values', [[anOperation()], [aRevision({ configDigest: 'other' })]]],
    [
      'Helm says 1 failed',
      [
        [anOperation()],
        [aRevision()],
        { helmHistory: [{ revision: 1, status: 'failed' }] },
      ],
    ],
    [
      'has the events 1 3',
      [
        [
          anOperation({
            events: anOperation().events.filter(({ seq }) => seq !== 2),
          }),
        ],
        [aRevision()],
      ],
    ],
    [
      'has the audit operation.requested',
      [[anOperation({ audit: ['operation.requested'] })], [aRevision()]],
    ],
  ])('sees what is wrong: %s', (what, given) => {
    expect(violations(...given).join('\n')).toContain(what);
  });

  it('sees who was let in without a right', () => {
    const absent = (from: number, to: number) => [
      { user: 'user:default/ana', from, to },
    ];
    expect(permissionViolations([anOperation()], absent(40, 70))).toHaveLength(
      1,
    );
    expect(
      permissionViolations([anOperation({ follows: 'op-0' })], absent(40, 70)),
    ).toEqual([]);
    expect(
      permissionViolations([anOperation({ createdAt: 39 })], absent(40, 70)),
    ).toEqual([]);
    // It was taken away, or given back, around the very decision.
    expect(permissionViolations([anOperation()], absent(55, 70))).toEqual([]);
    expect(permissionViolations([anOperation()], absent(40, 55))).toEqual([]);
  });

  it('sees a request that was carried out twice', () => {
    const sent = (ids: string[]) => [
      {
        key: 'key-1',
        user: 'user:default/ana',
        release: 'nonprod/shop-dev/app',
        operations: new Set(ids),
      },
    ];
    const twice = [anOperation(), anOperation({ id: 'op-2' })];
    expect(idempotencyViolations(sent(['op-1']), [anOperation()])).toEqual([]);
    expect(idempotencyViolations(sent([]), [anOperation()])).toEqual([]);
    expect(idempotencyViolations(sent(['op-1']), twice)).toHaveLength(1);
    expect(idempotencyViolations(sent(['op-2']), [anOperation()])).toHaveLength(
      1,
    );
  });
});
