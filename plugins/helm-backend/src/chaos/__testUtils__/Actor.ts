import { randomUUID } from 'node:crypto';
import { isTerminal, type Operation } from '@backstage-helm/plugin-helm-common';
import { followEvents } from './followEvents';
import { planNext, type Wish } from './planNext';
import type { Random } from './Random';
import {
  askAny,
  pause,
  type Submission,
  type Target,
  type World,
} from './world';

/** Everybody who acts; whoever is not in the team may not. */
export const USERS = ['ana', 'ben', 'cleo', 'dan'].map(
  name => `user:default/${name}`,
);

/** Somebody who changes releases through the API, one after another. */
export class Actor {
  readonly #world: World;
  readonly #random: Random;
  readonly #name: string;

  constructor(name: string, world: World, random: Random) {
    this.#name = name;
    this.#world = world;
    this.#random = random;
  }

  /** Until the load is over. */
  async act(): Promise<void> {
    const { stopping, targets } = this.#world;
    while (!stopping.aborted) {
      const user = this.#random.pick(USERS);
      const target = this.#random.pick(targets);
      const operation = await this.#change(target, user);
      if (!operation) {
        await pause(this.#random.between(200, 800), stopping);
      } else if (this.#random.chance(0.25)) {
        await this.#retry(operation, user);
      }
    }
  }

  /** Plans and runs one change; gives its operation when it ended in time. */
  async #change(target: Target, user: string): Promise<Operation | undefined> {
    const wish = await planNext(this.#world, this.#random, target);
    const plan = wish && (await this.#plan(target, user, wish));
    if (!plan) {
      return undefined;
    }
    const submission = this.#submission(target, user);
    const post = (replica: World['replicas'][number]) =>
      replica.send('POST', '/operations', {
        user,
        body: { plan, reason: `Chaos: ${wish.kind}` },
        headers: { 'idempotency-key': submission.key },
      });
    // The other half of a doubled click may land on the other replica.
    const isTwice = this.#random.chance(0.3);
    const answers = await Promise.all(
      Array.from({ length: isTwice ? 2 : 1 }, () =>
        askAny(this.#world, this.#random, post),
      ),
    );
    for (const answer of answers) {
      if (answer?.status === 202) {
        submission.operations.add(answer.body.id);
      }
    }
    const [id] = submission.operations;
    if (!id) {
      this.#refused(target, wish.kind, answers[0]?.body);
      return undefined;
    }
    this.#note(`${user} ${wish.kind} ${target.key}: ${id}`);
    return this.#attend(id, user);
  }

  async #plan(
    target: Target,
    user: string,
    wish: Wish,
  ): Promise<string | undefined> {
    const answer = await askAny(this.#world, this.#random, replica =>
      replica.send('POST', '/plans', {
        user,
        body: { release: target.ref, ...wish },
      }),
    );
    if (answer?.status !== 201 || answer.body.blockedBy.length) {
      this.#refused(target, wish.kind, answer?.body);
      return undefined;
    }
    return answer.body.id;
  }

  /** Reads along, sometimes cancels, and waits for the end. */
  async #attend(id: string, user: string): Promise<Operation | undefined> {
    const cancelling = this.#random.chance(0.15)
      ? this.#cancel(id, user, this.#random.between(0, 5_000))
      : undefined;
    const operation = await followEvents(this.#world, this.#random, id);
    await cancelling;
    this.#note(
      `${id} ${operation?.status ?? 'is not followed any more'}${
        operation?.outcome ? `: ${operation.outcome.title}` : ''
      }`,
    );
    return operation;
  }

  async #cancel(id: string, user: string, afterMs: number): Promise<void> {
    await pause(afterMs, this.#world.stopping);
    const answer = await askAny(this.#world, this.#random, replica =>
      replica.send('POST', `/operations/${id}/cancel`, { user }),
    );
    this.#note(`${user} cancels ${id}: ${answer?.status}`);
  }

  async #retry(ended: Operation, user: string): Promise<void> {
    if (!isTerminal(ended.status) || ended.status === 'succeeded') {
      return;
    }
    const answer = await askAny(this.#world, this.#random, replica =>
      replica.send('POST', `/operations/${ended.id}/retry`, {
        user,
        body: { reason: 'Chaos: once more' },
      }),
    );
    if (answer?.status === 202) {
      this.#note(`${user} retries ${ended.id}: ${answer.body.id}`);
      await this.#attend(answer.body.id, user);
    }
  }

  #submission(target: Target, user: string): Submission {
    const submission = {
      key: randomUUID(),
      user,
      release: target.key,
      operations: new Set<string>(),
    };
    this.#world.submissions.push(submission);
    return submission;
  }

  #refused(target: Target, kind: string, body: any): void {
    const problem = body?.error?.code ?? body?.blockedBy?.[0]?.code;
    this.#note(`${kind} ${target.key} refused: ${problem ?? 'no answer'}`);
  }

  #note(what: string): void {
    this.#world.timeline.note(this.#name, what);
  }
}
