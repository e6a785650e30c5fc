import { mockServices } from '@backstage/backend-test-utils';
import type { OperationEvent } from '@backstage-helm/plugin-helm-common';
import type { OperationRow } from '../database/OperationRow';
import { OperationEventHub } from './OperationEventHub';
import type { OperationUpdate } from './operationUpdates';

const row: OperationRow = {
  position: 1,
  id: 'one',
  release: { cluster: 'c', namespace: 'n', name: 'r' },
  environment: 'dev',
  engine: 'helm',
  kind: 'upgrade',
  status: 'running',
  requestedBy: 'user:default/dana',
  createdAt: 0,
  availableAt: 0,
  attempt: 1,
  phases: [],
  awaitsFollowUp: false,
  lastSeq: 0,
};

describe('OperationEventHub', () => {
  let events: OperationEvent[];
  let reads: number;
  let operation: OperationRow;
  let hub: OperationEventHub;

  beforeEach(() => {
    events = [];
    reads = 0;
    operation = row;
    hub = new OperationEventHub({
      store: {
        async operation() {
          reads += 1;
          return operation;
        },
        async events(_, after, limit) {
          reads += 1;
          return events.filter(({ seq }) => seq > after).slice(0, limit);
        },
      },
      pollMs: 60_000,
      logger: mockServices.logger.mock(),
    });
  });

  function write(count: number): void {
    for (let line = 0; line < count; line += 1) {
      const seq = events.length + 1;
      events.push({ seq, at: '', type: 'log', text: `line ${seq}` });
    }
    operation = { ...operation, lastSeq: events.length };
  }

  /** A follower, and a way to wait until it has seen an event. */
  function follow(after = 0) {
    const seen: number[] = [];
    const updates: OperationUpdate[] = [];
    let arrived = () => {};
    const leave = hub.follow('one', after, update => {
      seen.push(...update.events.map(({ seq }) => seq));
      updates.push(update);
      arrived();
    });
    return {
      seen,
      updates,
      leave,
      reached: (isReached: () => boolean) =>
        new Promise<void>(resolve => {
          arrived = () => isReached() && resolve();
          arrived();
        }),
    };
  }

  it('reads once for any number of followers', async () => {
    const followers = Array.from({ length: 100 }, () => follow());
    await Promise.all(
      followers.map(({ updates, reached }) =>
        reached(() => updates.length > 0),
      ),
    );
    write(3);
    reads = 0;
    hub.nudge('one');
    await Promise.all(
      followers.map(({ seen, reached }) => reached(() => seen.length === 3)),
    );
    followers.forEach(({ seen }) => expect(seen).toEqual([1, 2, 3]));
    expect(reads).toBe(2);
    followers.forEach(({ leave }) => leave());
    expect(hub.size).toBe(0);
  });

  it('brings a newcomer up to date, however much there is', async () => {
    write(1_234);
    const follower = follow(10);
    await follower.reached(() => follower.seen.length === 1_224);
    expect(follower.seen).toEqual(
      Array.from({ length: 1_224 }, (_, index) => index + 11),
    );
    write(2);
    hub.nudge('one');
    await follower.reached(() => follower.seen.length === 1_226);
    follower.leave();
  });

  it('says when nothing will come any more, which a pending rollback delays', async () => {
    const follower = follow();
    operation = { ...row, status: 'failed', awaitsFollowUp: true };
    hub.nudge('one');
    await follower.reached(
      () => follower.updates.at(-1)?.operation?.status === 'failed',
    );
    expect(follower.updates.at(-1)?.isOver).toBe(false);
    operation = { ...row, status: 'rolled-back' };
    hub.nudge('one');
    await follower.reached(() => follower.updates.at(-1)?.isOver === true);
    follower.leave();
  });
});
