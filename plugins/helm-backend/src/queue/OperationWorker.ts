import type { LoggerService } from '@backstage/backend-plugin-api';
import { isUniqueViolation } from '../database/isUniqueViolation';
import type { ClaimedOperation } from '../database/OperationRow';
import { Lease } from './Lease';
import { PollLoop } from './PollLoop';

/** What the worker does with operations; everything it knows of them. */
export interface WorkerJobs {
  /** Takes the next one that may run. */
  claim(excludedEnvironments: string[]): Promise<ClaimedOperation | undefined>;
  run(operation: ClaimedOperation, lease: Lease): Promise<void>;
  /** Puts back what was claimed while the worker was told to stop. */
  giveBack(operation: ClaimedOperation): Promise<void>;
  /** Takes over one whose worker died. */
  claimExpired(ownTickets: string[]): Promise<ClaimedOperation | undefined>;
  recover(operation: ClaimedOperation, lease: Lease): Promise<void>;
  /** Takes one that something in the cluster carries on, to look at it. */
  claimHandedOver(): Promise<ClaimedOperation | undefined>;
  poll(operation: ClaimedOperation, lease: Lease): Promise<void>;
  renew(
    operation: ClaimedOperation,
  ): Promise<{ cancelRequestedBy?: string } | undefined>;
}

export interface WorkerTimes {
  /** At most 1.5 s from admission on one replica to the start on another. */
  pollMs: number;
  /** How often expired leases and handed-over operations are looked for. */
  sweepMs: number;
  renewMs: number;
  drainMs: number;
  /** A loop without a good round for this long makes the replica unready. */
  unreadyAfterMs: number;
}

/** Recoveries and polls at once: they hold no slot, but are not free. */
const SWEEP_CONCURRENCY = 8;

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
 *   that a burst in one never starves the others.
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
  #isStopping = false;

  constructor(options: OperationWorkerOptions) {
    this.#options = options;
    const { times, logger, now } = options;
    this.#claimLoop = new PollLoop({
      name: 'claim',
      intervalMs: times.pollMs,
      work: () => this.#fillSlots(),
      logger,
      now,
    });
    this.#sweepLoop = new PollLoop({
      name: 'recovery',
      intervalMs: times.sweepMs,
      work: () => this.#sweep(),
      logger,
      now,
    });
  }

  start(): void {
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
    const jobs = [...this.#slots.values(), ...this.#sweeps.values()];
    await jobs.find(job => job.operation.id === id)?.lease.renew();
  }

  /** Whether both loops still turn. */
  health(): { ok: boolean; reason?: string } {
    if (this.#isStopping) {
      return { ok: false, reason: 'The operations worker is shutting down.' };
    }
    const age = Math.max(this.#claimLoop.ageMs(), this.#sweepLoop.ageMs());
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
    const jobs = [...this.#slots.values(), ...this.#sweeps.values()];
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<'left'>(resolve => {
      timer = setTimeout(() => resolve('left'), this.#options.times.drainMs);
    });
    await Promise.race([Promise.all(jobs.map(job => job.done)), limit]);
    clearTimeout(timer);
    for (const job of [...this.#slots.values(), ...this.#sweeps.values()]) {
      job.lease.stop();
      this.#options.logger.warn(
        `Operation ${job.operation.id} is left running; it is recovered when its lease has run out`,
      );
    }
  }

  async #fillSlots(): Promise<void> {
    const { jobs, concurrency } = this.#options;
    while (!this.#isStopping && this.#slots.size < concurrency) {
      let operation: ClaimedOperation | undefined;
      try {
        operation = await jobs.claim(this.#fullEnvironments());
      } catch (error) {
        if (isUniqueViolation(error)) {
          continue;
        }
        throw error;
      }
      if (!operation) {
        return;
      }
      if (this.#isStopping) {
        await jobs.giveBack(operation);
        return;
      }
      this.#begin(this.#slots, operation, jobs.run);
    }
  }

  async #sweep(): Promise<void> {
    const { jobs } = this.#options;
    const takers = [
      { claim: () => jobs.claimExpired(this.#ownTickets()), job: jobs.recover },
      { claim: () => jobs.claimHandedOver(), job: jobs.poll },
    ];
    for (const { claim, job } of takers) {
      while (!this.#isStopping && this.#sweeps.size < SWEEP_CONCURRENCY) {
        const operation = await claim();
        if (!operation) {
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
      const { environment } = operation;
      held.set(environment, (held.get(environment) ?? 0) + 1);
    }
    return [...held.keys()].filter(name => (held.get(name) ?? 0) >= most);
  }
}
