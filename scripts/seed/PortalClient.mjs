import { randomUUID } from 'node:crypto';

const TERMINAL = new Set([
  'succeeded',
  'rolled-back',
  'failed',
  'denied',
  'cancelled',
  'superseded',
  'expired',
  'interrupted',
  'dead',
]);

/** A refusal of the portal: the status, Helm's stable code and the sentence. */
export class PortalError extends Error {
  constructor(status, body) {
    const { code, name, message, wayOut } = body?.error ?? {};
    super(
      [code ?? name ?? `HTTP ${status}`, message, wayOut]
        .filter(Boolean)
        .join(': '),
    );
    this.status = status;
    this.code = code;
  }
}

/** Repeats a check until it gives something; fails with what was awaited. */
export async function until(what, check, { timeoutMs, everyMs = 500, sleep }) {
  for (let waited = 0; waited <= timeoutMs; waited += everyMs) {
    const value = await check();
    if (value !== undefined) {
      return value;
    }
    await sleep(everyMs);
  }
  throw new Error(`${what}: not within ${timeoutMs / 1000} s`);
}

/**
 * The portal's HTTP API as one of the example users sees it: the same requests,
 * under the same permissions, as the browser's.
 */
export class PortalClient {
  #address;
  #user;
  #sleep;
  #token;

  constructor({ address, user, sleep }) {
    this.#address = address;
    this.#user = user;
    this.#sleep = sleep;
  }

  /** One request; JSON in, JSON out. @throws PortalError */
  async request(method, path, { body, headers } = {}) {
    this.#token ??= await this.#signIn();
    const response = await fetch(`${this.#address}/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
    });
    return answer(response);
  }

  /** The target of an entity in one environment, or undefined when there is none (yet). */
  async target(entity, environment) {
    const { targets } = await this.request(
      'GET',
      `/helm/entities/component/default/${entity}/releases`,
    ).catch(absent({ targets: [] }));
    return targets.find(target => target.environment.name === environment);
  }

  /**
   * Plans and runs one change, and waits for its end. Gives the operation.
   * Where somebody must approve, `approver` (a client too) does.
   */
  async run(plan, reason, approver) {
    const planned = await this.request('POST', '/helm/plans', { body: plan });
    if (planned.blockedBy.length > 0) {
      throw new Error(
        planned.blockedBy.map(({ message }) => message).join(' '),
      );
    }
    const operation = await this.request('POST', '/helm/operations', {
      body: { plan: planned.id, reason },
      headers: { 'idempotency-key': randomUUID() },
    });
    return this.finish(operation, approver);
  }

  /** Waits for the end of an operation, after its approval if it needs one. */
  async finish({ id, status }, approver) {
    if (status === 'awaiting-approval') {
      await approver?.approve(id);
    }
    return this.ended(id);
  }

  /** Approves what an operation would do now. */
  async approve(id) {
    const { approval } = await this.request('GET', `/helm/operations/${id}`);
    await this.request('POST', `/helm/operations/${id}/approve`, {
      body: { planDigest: approval.planDigest },
    });
  }

  /** Waits until an operation, and the automatic rollback that follows it, has ended. */
  async ended(id) {
    const operation = await until(
      `operation ${id}`,
      async () => {
        const current = await this.request('GET', `/helm/operations/${id}`);
        return TERMINAL.has(current.status) ? current : undefined;
      },
      { timeoutMs: 400_000, sleep: this.#sleep },
    );
    if (operation.followedBy) {
      await this.ended(operation.followedBy);
      return this.request('GET', `/helm/operations/${id}`);
    }
    return operation;
  }

  async #signIn() {
    const response = await fetch(
      `${this.#address}/api/auth/example-user/refresh`,
      { headers: { 'x-example-user': this.#user } },
    );
    const { backstageIdentity } = await answer(response);
    return backstageIdentity.token;
  }
}

async function answer(response) {
  const text = await response.text();
  const body = text.startsWith('{') ? JSON.parse(text) : undefined;
  if (!response.ok) {
    throw new PortalError(response.status, body);
  }
  return body;
}

// Not there yet looks like not readable: both are 404.
function absent(instead) {
  return error => {
    if (error instanceof PortalError && error.status === 404) {
      return instead;
    }
    throw error;
  };
}
