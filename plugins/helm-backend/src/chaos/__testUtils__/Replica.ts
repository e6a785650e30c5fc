import { rm } from 'node:fs/promises';
import type { PostgresAddress } from '../../database/__testUtils__/openDatabases';
import { CutProxy } from '../../integration/__testUtils__/CutProxy';
import type { PortalSettings } from '../../integration/__testUtils__/portalSettings';
import {
  signedBy,
  spawnPortal,
  type PortalProcess,
} from '../../integration/__testUtils__/spawnPortal';
import { workDirOf } from '../../integration/__testUtils__/startPortal';
import type { Timeline } from './Timeline';

const ANSWER_MS = 20_000;

/** What a portal answered. */
export interface Answer {
  status: number;
  body: any;
}

/** One backend process behind a proxy of its own to the shared database. */
export class Replica {
  readonly name: string;
  readonly proxy: CutProxy;
  readonly #settings: PortalSettings;
  readonly #timeline: Timeline;
  #portal: PortalProcess | undefined;
  #starts = 0;
  /** Like a load balancer, which asks nobody who is about to go. */
  #isDraining = false;

  private constructor(
    name: string,
    proxy: CutProxy,
    settings: PortalSettings,
    timeline: Timeline,
  ) {
    this.name = name;
    this.proxy = proxy;
    this.#settings = settings;
    this.#timeline = timeline;
  }

  static async open(
    name: string,
    options: {
      database: PostgresAddress;
      settings: Omit<PortalSettings, 'database' | 'name'>;
      timeline: Timeline;
    },
  ): Promise<Replica> {
    const { database, settings, timeline } = options;
    const proxy = await CutProxy.open(database);
    return new Replica(
      name,
      proxy,
      {
        ...settings,
        name: `chaos-${process.pid}-${name}`,
        database: { postgres: { ...database, port: proxy.port } },
      },
      timeline,
    );
  }

  get isUp(): boolean {
    return (
      this.#portal !== undefined && !this.#portal.hasEnded && !this.#isDraining
    );
  }

  async start(): Promise<void> {
    this.#starts += 1;
    this.#isDraining = false;
    this.#portal = await spawnPortal(this.#settings);
    this.#timeline.note(this.name, `started (${this.#starts}.)`);
  }

  /** No goodbye. */
  async kill(): Promise<void> {
    await this.#portal?.kill();
  }

  /** Ends it as an orchestrator does, with a limit; tells how it ended. */
  async drain(limitMs: number): Promise<string> {
    const portal = this.#portal;
    if (!portal) {
      return 'was not up';
    }
    this.#isDraining = true;
    portal.terminate();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>(resolve => {
      timer = setTimeout(() => resolve(undefined), limitMs);
    });
    const how = await Promise.race([portal.ended, late]);
    clearTimeout(timer);
    if (how === undefined) {
      await portal.kill();
    }
    return how ?? `had to be killed after ${limitMs / 1000} s`;
  }

  /** @throws when it is down, hangs, or ends meanwhile. */
  async send(
    method: 'GET' | 'POST',
    path: string,
    request: {
      user?: string;
      body?: object;
      headers?: Record<string, string>;
    } = {},
  ): Promise<Answer> {
    const { user = 'user:default/ana', body, headers } = request;
    if (!this.#portal || !this.isUp) {
      throw new Error(`Replica ${this.name} is down`);
    }
    const response = await fetch(`${this.#portal.url}/api/helm${path}`, {
      method,
      headers: {
        authorization: signedBy(user),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text && JSON.parse(text) };
  }

  async close(): Promise<void> {
    await this.drain(20_000);
    await this.proxy.close();
    await rm(workDirOf(this.#settings.name), { recursive: true, force: true });
  }
}
