import { mockServices } from '@backstage/backend-test-utils';
import { aNewOperation } from '../database/__testUtils__/aNewOperation';
import type { ClaimedOperation } from '../database/OperationRow';
import { gate } from '../operations/__testUtils__/describeOperations';
import { until } from '../operations/__testUtils__/until';
import { OperationWorker } from './OperationWorker';
import type { WorkerJobs } from './WorkerJobs';

const never = () => new Promise<never>(() => {});

function claimed(changes: Partial<ClaimedOperation> = {}): ClaimedOperation {
  return {
    ...aNewOperation(),
    position: 1,
    status: 'running',
    createdAt: 0,
    availableAt: 0,
    attempt: 1,
    phases: [],
    awaitsFollowUp: false,
    lastSeq: 0,
    ticket: 't1',
    ...changes,
  };
}

describe('the health of the worker', () => {
  let worker: OperationWorker;
  let time: number;

  function start(given: Partial<WorkerJobs>): OperationWorker {
    time = 0;
    worker = new OperationWorker({
      jobs: {
        claim: async () => undefined,
        run: async () => {},
        giveBack: async () => {},
        leave: async () => {},
        claimExpired: async () => undefined,
        recover: async () => {},
        claimHandedOver: async () => undefined,
        poll: async () => {},
        renew: async () => ({}),
        ...given,
      },
      concurrency: 2,
      times: {
        pollMs: 5,
        sweepMs: 5,
        renewMs: 5,
        drainMs: 0,
        roundMs: 20,
        unreadyAfterMs: 25_000,
      },
      logger: mockServices.logger.mock(),
      now: () => time,
    });
    worker.start();
    return worker;
  }
  afterEach(() => worker.stop());

  it.each([
    ['claims', { claim: never }],
    ['recoveries', { claimExpired: never }],
    ['polls', { claimHandedOver: never }],
  ] as const)('31. is bad within 30 s when %s hang', async (_, jobs) => {
    start(jobs);
    await until(() => worker.health().ok);
    time = 24_000;
    expect(worker.health().ok).toBe(true);
    time = 30_000;
    expect(worker.health()).toEqual({
      ok: false,
      reason: expect.stringContaining('30 s'),
    });
  });

  it('31. is bad while leases are not renewed, and good again when they are', async () => {
    let isHanging = true;
    let isClaimed = false;
    const running = gate();
    start({
      claim: async () => {
        const isFirst = !isClaimed;
        isClaimed = true;
        return isFirst ? claimed() : undefined;
      },
      run: () => running.passed,
      renew: () => (isHanging ? never() : Promise.resolve({})),
    });
    await until(() => isClaimed);
    time = 30_000;
    await until(() => worker.health().reason?.includes('30 s'));
    isHanging = false;
    await until(() => worker.health().ok);
    expect(worker.health()).toEqual({ ok: true });
    running.open();
  });

  it('27. puts back what it claims while it is told to stop', async () => {
    const late = gate();
    const returned: string[] = [];
    let rounds = 0;
    start({
      claim: async () => {
        rounds += 1;
        await late.passed;
        return claimed();
      },
      giveBack: async (_, why) => {
        returned.push(why);
      },
    });
    await until(() => rounds === 1);
    const stopped = worker.stop();
    expect(worker.health()).toMatchObject({ ok: false });
    late.open();
    await stopped;
    expect(returned).toEqual(['this replica is shutting down']);
    expect(rounds).toBe(1);
  });

  it('gives back what a round claims after it was left, and never runs it', async () => {
    const late = gate();
    const returned: string[] = [];
    const ran: string[] = [];
    let rounds = 0;
    start({
      claim: async () => {
        rounds += 1;
        if (rounds > 1) {
          return undefined;
        }
        await late.passed;
        return claimed();
      },
      run: async ({ id }) => {
        ran.push(id);
      },
      giveBack: async (_, why) => {
        returned.push(why);
      },
    });
    await until(() => rounds > 2);
    late.open();
    await until(() => returned.length === 1);
    expect(returned).toEqual(['the database answered too late']);
    expect(ran).toEqual([]);
  });
});
