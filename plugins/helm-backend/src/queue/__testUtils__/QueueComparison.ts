import assert from 'node:assert/strict';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { createDatabase, type Database } from '../../database/Database';
import { claimExpired } from '../../database/operations/claimExpired';
import { claimHandedOver } from '../../database/operations/claimHandedOver';
import { claimNext } from '../../database/operations/claimNext';
import { handOver } from '../../database/operations/handOver';
import { insertOperation } from '../../database/operations/insertOperation';
import { renewLease } from '../../database/operations/renewLease';
import { requeue } from '../../database/operations/requeue';
import { settle } from '../../database/operations/settle';
import { aNewOperation } from '../../database/__testUtils__/aNewOperation';

const LEASE_MS = 30_000;
const RELEASES = 3;

/** What the queue should hold, in a list as plain as can be. */
interface Modelled {
  id: string;
  release: number;
  isRescue: boolean;
  status: 'queued' | 'running' | 'handed-over' | 'succeeded' | 'cancelled';
  ticket?: string;
  leaseExpiresAt: number;
  availableAt: number;
  checkAfter: number;
}

export type Action =
  | { do: 'enqueue'; release: number; isRescue: boolean }
  | { do: 'claim' | 'recover' | 'poll' }
  | { do: 'wait'; ms: number }
  /** By the `nth` ticket that was ever given: most of them are stale. */
  | { do: 'renew' | 'settle' | 'requeue' | 'hand-over'; nth: number }
  | { do: 'cancel'; nth: number };

const nth = fc.nat({ max: 30 });
export const queueAction: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    do: fc.constant('enqueue' as const),
    release: fc.nat({ max: RELEASES - 1 }),
    isRescue: fc.boolean(),
  }),
  fc.record({
    do: fc.constantFrom('claim' as const, 'recover' as const, 'poll' as const),
  }),
  fc.record({ do: fc.constant('claim' as const) }),
  fc.record({
    do: fc.constantFrom(
      'renew' as const,
      'settle' as const,
      'requeue' as const,
      'hand-over' as const,
    ),
    nth,
  }),
  fc.record({ do: fc.constant('cancel' as const), nth }),
  fc.record({
    do: fc.constant('wait' as const),
    ms: fc.constantFrom(1, 5_000, LEASE_MS - 1, LEASE_MS),
  }),
);

/** Does each action to the queue and to the model, and compares the answers. */
export class QueueComparison {
  readonly #database: Database;
  readonly #releases = Array.from(
    { length: RELEASES },
    () => aNewOperation().release,
  );
  readonly #model: Modelled[] = [];
  readonly #tickets: { id: string; ticket: string }[] = [];
  #time = 1_000_000;

  constructor(knex: Knex) {
    this.#database = createDatabase(knex, () => this.#time);
  }

  async apply(step: Action): Promise<void> {
    switch (step.do) {
      case 'enqueue':
        return this.#enqueue(step.release, step.isRescue);
      case 'wait':
        this.#time += step.ms;
        return undefined;
      case 'cancel':
        return this.#cancel(step.nth);
      case 'claim':
      case 'recover':
      case 'poll':
        return this.#take(step.do);
      default:
        return this.#write(step.do, step.nth);
    }
  }

  /** The stored rows are the model's: nothing lost, nothing moved on its own. */
  async check(): Promise<void> {
    const rows = await this.#database
      .sql('helm_operations')
      .select('id', 'status', 'release_key')
      .orderBy('position');
    assert.equal(statuses(rows), statuses(this.#model));
    for (const release of this.#releases) {
      const held = rows.filter(
        row =>
          row.release_key === stringifyReleaseRef(release) &&
          ['running', 'handed-over'].includes(row.status),
      );
      assert.ok(held.length <= 1, 'two owners of one release');
    }
  }

  async #enqueue(release: number, isRescue: boolean): Promise<void> {
    const { id } = await insertOperation(
      this.#database,
      aNewOperation({ release: this.#releases[release], isRescue }),
    );
    this.#model.push({
      id,
      release,
      isRescue,
      status: 'queued',
      leaseExpiresAt: 0,
      availableAt: this.#time,
      checkAfter: 0,
    });
  }

  async #take(how: 'claim' | 'recover' | 'poll'): Promise<void> {
    const ticket = `ticket-${this.#tickets.length}`;
    const common = { ticket, worker: 'w', leaseMs: LEASE_MS };
    const engines = ['scripted'];
    const taken = await {
      claim: () =>
        claimNext(this.#database, {
          ...common,
          engines,
          excludedEnvironments: [],
        }),
      recover: () =>
        claimExpired(this.#database, {
          ticket,
          leaseMs: LEASE_MS,
          ownTickets: [],
        }),
      poll: () => claimHandedOver(this.#database, { ...common, engines }),
    }[how]();
    const candidates = this.#candidates(how);
    const operation = candidates.find(({ id }) => id === taken?.id);
    assert.ok(
      taken ? operation : !candidates.length,
      `${how} took ${taken?.id} of ${candidates.map(({ id }) => id)}`,
    );
    if (operation) {
      this.#tickets.push({ id: operation.id, ticket });
      operation.ticket = ticket;
      operation.leaseExpiresAt = this.#time + LEASE_MS;
      if (how === 'claim') {
        operation.status = 'running';
      }
    }
  }

  #candidates(how: 'claim' | 'recover' | 'poll'): Modelled[] {
    const isExpired = ({ leaseExpiresAt }: Modelled) =>
      leaseExpiresAt <= this.#time;
    if (how === 'recover') {
      return this.#model.filter(
        entry => entry.status === 'running' && isExpired(entry),
      );
    }
    if (how === 'poll') {
      return this.#model.filter(
        entry =>
          entry.status === 'handed-over' &&
          entry.checkAfter <= this.#time &&
          (!entry.ticket || isExpired(entry)),
      );
    }
    return Array.from({ length: RELEASES }, (_, release) => {
      const ours = this.#model.filter(entry => entry.release === release);
      const isHeld = ours.some(({ status }) =>
        ['running', 'handed-over'].includes(status),
      );
      const queued = ours.filter(({ status }) => status === 'queued');
      const head = queued.find(({ isRescue }) => isRescue) ?? queued[0];
      return isHeld || !head || head.availableAt > this.#time ? [] : [head];
    }).flat();
  }

  async #write(
    what: 'renew' | 'settle' | 'requeue' | 'hand-over',
    index: number,
  ): Promise<void> {
    const held = this.#tickets.at(index % Math.max(1, this.#tickets.length));
    if (!held) {
      return;
    }
    const operation = this.#model.find(({ id }) => id === held.id)!;
    const isOwner =
      operation.ticket === held.ticket &&
      (operation.status === 'running' ||
        (operation.status === 'handed-over' && what !== 'requeue'));
    const isDone = await this.#writeRow(what, held);
    assert.equal(isDone, isOwner, `${what} by ${held.ticket}`);
    if (isOwner) {
      this.#writeModel(what, operation);
    }
  }

  async #writeRow(
    what: 'renew' | 'settle' | 'requeue' | 'hand-over',
    held: { id: string; ticket: string },
  ): Promise<boolean> {
    switch (what) {
      case 'renew':
        return Boolean(
          await renewLease(this.#database, { ...held, leaseMs: LEASE_MS }),
        );
      case 'settle':
        return Boolean(await settle(this.#database, ending(held)));
      case 'requeue':
        return requeue(this.#database, { ...held, delayMs: 5_000 });
      default:
        return handOver(this.#database, {
          ...held,
          token: 't',
          checkAfter: this.#time + 1,
          deadline: this.#time,
          phases: [],
        });
    }
  }

  #writeModel(
    what: 'renew' | 'settle' | 'requeue' | 'hand-over',
    operation: Modelled,
  ): void {
    if (what === 'renew') {
      operation.leaseExpiresAt = this.#time + LEASE_MS;
      return;
    }
    operation.ticket = undefined;
    if (what === 'settle') {
      operation.status = 'succeeded';
    } else if (what === 'requeue') {
      operation.status = 'queued';
      operation.availableAt = this.#time + 5_000;
    } else {
      operation.status = 'handed-over';
      operation.checkAfter = this.#time + 1;
    }
  }

  async #cancel(index: number): Promise<void> {
    const operation = this.#model.at(index % Math.max(1, this.#model.length));
    if (!operation) {
      return;
    }
    const isDone = await settle(this.#database, {
      ...ending({ id: operation.id }),
      status: 'cancelled',
    });
    assert.equal(Boolean(isDone), operation.status === 'queued');
    if (isDone) {
      operation.status = 'cancelled';
    }
  }
}

function statuses(rows: { id: string; status: string }[]): string {
  return rows.map(({ id, status }) => `${id} ${status}`).join('\n');
}

function ending(held: { id: string; ticket?: string }) {
  return {
    ...held,
    status: 'succeeded' as const,
    outcome: { code: 'DONE', title: 'Done', holds: '' },
    phases: [],
  };
}
