import type { LoggerService } from '@backstage/backend-plugin-api';
import { isUniqueViolation } from '../database/isUniqueViolation';
import type { ClaimedOperation } from '../database/OperationRow';
import { Lease } from './Lease';
import { PollLoop } from './PollLoop';
import { within } from './within';
import type { WorkerJobs, WorkerTimes } from './WorkerJobs';

/** Beyond `concurrency`: a rescue does not wait until a change has ended. */
const RESCUE_SLOTS = 1;

/** Recoveries and polls at once: they hold no slot, but are not free. */
const SWEEP_CONCURRENCY = 8;

/** A shutdown does not wait longer for a database that is away. */
const LEAVE_MS = 3_000;

interface Job {
  operation: ClaimedOperation;
  lease: Lease;
  done: Promise<void>;
}

export interface OperationWorkerOptions {
  jobs: WorkerJobs;
  concurrency: number;
  times: WorkerTimes;
  logger: LoggerService;
  now: () => number;
}

/**
 * Carries operations out, on every replica.
 *
 * Guarantees, all of them by the database:
 * - an operation is claimed at least once, and has at most one owner: each
 *   claim gives a new ticket, and every later write names it;
 * - of one release at most one operation runs (a partial unique index);
 * - no environment holds more than `concurrency - 1` slots of a replica, so
 *   that a burst in one never starves the others; rescues are not counted, and
 *   have a slot of their own when all others are taken.
 *
 * When this process dies, its leases run out on the database's clock and any
 * replica recovers: it asks the engine what became of the work, and never
 * runs blindly again. When it is shut down it stops claiming, waits for what
 * runs, and then leaves it: no process is killed, the leases run out, and
 * recovery decides.
 *
 * Not guaranteed: exactly one effect. Helm is outside of the transaction; that
 * an effect is not repeated is the engine's part (expected revision, Helm's
 * own lock).
 */
export class OperationWorker {
  readonly #options: OperationWorkerOptions;
  readonly #slots = new Map<string, Job>();
  readonly #sweeps = new Map<string, Job>();
  readonly #claimLoop: PollLoop;
  readonly #sweepLoop: PollLoop;
  #isStarted = false;
  #isStopping = false;

  constructor(options: OperationWorkerOptions) {
    this.#options = options;
    const { times, logger, now } = options;
    this.#claimLoop = new PollLoop({
      name: 'claim',
      intervalMs: times.pollMs,
      limitMs: times.roundMs,
      work: isLeft => this.#fillSlots(isLeft),
      logger,
      now,
    });
    this.#sweepLoop = new PollLoop({
      name: 'recovery',
      intervalMs: times.sweepMs,
      limitMs: times.roundMs,
      work: isLeft => this.#sweep(isLeft),
      logger,
      now,
    });
  }

  start(): void {
    this.#isStarted = true;
    this.#isStopping = false;
    this.#claimLoop.start();
    this.#sweepLoop.start();
  }

  /** Something may be ready to run. */
  nudge(): void {
    this.#claimLoop.nudge();
  }

  /** Brings a cancel to an operation of this replica at once. */
  async nudgeCancel(id: string): Promise<void> {
    await this.#jobs()
      .find(job => job.operation.id === id)
      ?.lease.renew();
  }

  /** Milliseconds since each loop had a good round; undefined before the start. */
  loopAges(): { claim: number; recovery: number } | undefined {
    return this.#isStarted
      ? { claim: this.#claimLoop.ageMs(), recovery: this.#sweepLoop.ageMs() }
      : undefined;
  }

  /** Whether both loops still turn and leases are renewed. */
  health(): { ok: boolean; reason?: string } {
    if (this.#isStopping) {
      return { ok: false, reason: 'The operations worker is shutting down.' };
    }
    const age = Math.max(
      this.#claimLoop.ageMs(),
      this.#sweepLoop.ageMs(),
      ...this.#jobs()
        .filter(({ lease }) => !lease.isLost)
        .map(({ lease }) => lease.ageMs()),
    );
    return age < this.#options.times.unreadyAfterMs
      ? { ok: true }
      : {
          ok: false,
          reason: `The operations worker has not reached its database for ${Math.round(
            age / 1000,
          )} s.`,
        };
  }

  /** Claims nothing more, waits for what runs up to the drain limit, leaves it then. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all([this.#claimLoop.stop(), this.#sweepLoop.stop()]);
    const jobs = this.#jobs();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'left'>(resolve => {
      timer = setTimeout(() => resolve('left'), this.#options.times.drainMs);
    });
    await Promise.race([Promise.all(jobs.map(job => job.done)), limit]);
    clearTimeout(timer);
    await within(
      LEAVE_MS,
      Promise.all(this.#jobs().map(job => this.#leave(job))),
    );
  }

  /** Its process is not touched: whoever looks next finds out how it ends. */
  async #leave({ operation, lease }: Job): Promise<void> {
    const { jobs, logger } = this.#options;
    lease.stop();
    logger.warn(
      `Operation ${operation.id} is left running; another replica looks after it`,
    );
    try {
      await jobs.leave(operation, 'this replica is shutting down');
    } catch (error) {
      logger.warn(
        `Operation ${operation.id} could not be handed back; it is recovered when its lease has run out`,
        error as Error,
      );
    }
  }

  #jobs(): Job[] {
    return [...this.#slots.values(), ...this.#sweeps.values()];
  }

  async #fillSlots(isLeft: AbortSignal): Promise<void> {
    const { jobs, concurrency } = this.#options;
    const most = concurrency + RESCUE_SLOTS;
    while (!this.#isStopping && !isLeft.aborted && this.#slots.size < most) {
      let operation: ClaimedOperation | undefined;
      try {
        operation = await jobs.claim({
          excludedEnvironments: this.#fullEnvironments(),
          onlyRescues: this.#slots.size >= concurrency,
        });
      } catch (error) {
        if (isUniqueViolation(error)) {
          continue;
        }
        throw error;
      }
      if (!operation) {
        return;
      }
      if (this.#isStopping || isLeft.aborted) {
        await jobs.giveBack(
          operation,
          this.#isStopping
            ? 'this replica is shutting down'
            : 'the database answered too late',
        );
        return;
      }
      this.#begin(this.#slots, operation, jobs.run);
    }
  }

  async #sweep(isLeft: AbortSignal): Promise<void> {
    const { jobs } = this.#options;
    const takers = [
      { claim: () => jobs.claimExpired(this.#ownTickets()), job: jobs.recover },
      { claim: () => jobs.claimHandedOver(), job: jobs.poll },
    ];
    for (const { claim, job } of takers) {
      while (
        !this.#isStopping &&
        !isLeft.aborted &&
        this.#sweeps.size < SWEEP_CONCURRENCY
      ) {
        const operation = await claim();
        // One that comes too late is recovered when its lease has run out.
        if (!operation || this.#isStopping) {
          break;
        }
        this.#begin(this.#sweeps, operation, job);
      }
    }
  }

  #begin(
    jobs: Map<string, Job>,
    operation: ClaimedOperation,
    work: (operation: ClaimedOperation, lease: Lease) => Promise<void>,
  ): void {
    const { logger, times } = this.#options;
    const lease = new Lease({
      id: operation.id,
      ticket: operation.ticket,
      renewMs: times.renewMs,
      renew: () => this.#options.jobs.renew(operation),
      logger,
      now: this.#options.now,
    });
    lease.start();
    const done = (async () => {
      try {
        await work(operation, lease);
      } catch (error) {
        // The row keeps its ticket until the lease ends; recovery decides then.
        logger.error(
          `Operation ${operation.id} was dropped by its worker and will be recovered`,
          error as Error,
        );
      } finally {
        lease.stop();
        jobs.delete(operation.ticket);
        this.nudge();
      }
    })();
    jobs.set(operation.ticket, { operation, lease, done });
  }

  #ownTickets(): string[] {
    return [...this.#slots.keys(), ...this.#sweeps.keys()];
  }

  #fullEnvironments(): string[] {
    const { concurrency } = this.#options;
    const most = Math.max(1, concurrency - 1);
    const held = new Map<string, number>();
    for (const { operation } of this.#slots.values()) {
      const { environment, isRescue } = operation;
      if (isRescue) {
        continue;
      }
      held.set(environment, (held.get(environment) ?? 0) + 1);
    }
    return [...held.keys()].filter(name => (held.get(name) ?? 0) >= most);
  }
}
