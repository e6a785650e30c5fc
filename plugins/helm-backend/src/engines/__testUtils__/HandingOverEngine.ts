import type { ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type {
  Engine,
  EngineOperation,
  EngineReporter,
  HandedOver,
  Observation,
  Settled,
} from '@backstage-helm/plugin-helm-node';

interface Request {
  operation: EngineOperation;
  state: 'working' | 'ready' | 'stopped';
}

/**
 * An engine that asks a controller in the cluster to do the work, as Flux and
 * Argo CD are asked: `start` writes the wish and hands over, the controller
 * (here the test) works on its own, and any replica polls by the token.
 */
export class HandingOverEngine implements Engine {
  readonly name = 'handing-over';
  readonly capabilities = {
    kinds: ['install', 'upgrade', 'rollback'],
    handsOver: true,
  };
  /** The wishes, as the cluster keeps them. */
  readonly requests: Map<string, Request>;
  /** Whether the controller lets go of work that it has begun. */
  canStop = true;
  polls = 0;
  readonly #now: () => number;

  constructor(options: { now: () => number; requests?: Map<string, Request> }) {
    this.#now = options.now;
    this.requests = options.requests ?? new Map();
  }

  /** What the controller does when it is done. */
  finish(operationId: string): void {
    const request = [...this.requests.values()].find(
      ({ operation }) => operation.id === operationId,
    );
    if (request) {
      request.state = 'ready';
    }
  }

  async probe(): Promise<{ kind: 'flux'; name: string }> {
    return { kind: 'flux', name: 'HelmRelease test' };
  }

  async observe(release: ReleaseRef): Promise<Observation> {
    const ready = [...this.requests.values()].filter(
      ({ operation, state }) =>
        state === 'ready' &&
        operation.release.name === release.name &&
        operation.release.namespace === release.namespace,
    );
    return {
      revision: ready.length,
      status: ready.length ? 'deployed' : 'absent',
      observedAt: new Date(this.#now()).toISOString(),
    };
  }

  async start(
    operation: EngineOperation,
    { reporter }: { reporter: EngineReporter; signal: AbortSignal },
  ): Promise<HandedOver> {
    reporter.phase('preflight', 'passed');
    await reporter.intent({});
    const token = `request-${operation.id}`;
    this.requests.set(token, { operation, state: 'working' });
    reporter.phase('apply', 'running', 'The controller was asked');
    return this.#handedOver(token, operation);
  }

  async poll(
    token: string,
    operation: EngineOperation,
  ): Promise<Settled | HandedOver> {
    this.polls += 1;
    const request = this.requests.get(token);
    if (request?.state !== 'ready') {
      return this.#handedOver(token, operation);
    }
    return {
      type: 'settled',
      status: 'succeeded',
      changed: true,
      observation: await this.observe(operation.release),
      outcome: {
        code: 'DONE',
        title: 'The controller is done',
        holds: 'Revision 1 is deployed.',
      },
    };
  }

  async cancel(
    token: string,
  ): Promise<{ type: 'cancelled' } | { type: 'not-possible'; reason: string }> {
    const request = this.requests.get(token);
    if (!this.canStop || !request) {
      return {
        type: 'not-possible',
        reason: 'The controller has begun and does not let go.',
      };
    }
    request.state = 'stopped';
    return { type: 'cancelled' };
  }

  async recover(
    operation: EngineOperation,
  ): Promise<Settled | { type: 'never-started' } | undefined> {
    const token = `request-${operation.id}`;
    if (!this.requests.has(token)) {
      return { type: 'never-started' };
    }
    const found = await this.poll(token, operation);
    return found.type === 'settled' ? found : undefined;
  }

  #handedOver(token: string, operation: EngineOperation): HandedOver {
    return {
      type: 'handed-over',
      token,
      checkAfter: new Date(this.#now()).toISOString(),
      deadline: operation.deadline,
    };
  }
}
