import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Knex } from 'knex';
import { USERS } from './Actor';
import { stopApiServer, type ControlPlane } from './apiServer';
import type { Random } from './Random';
import type { Replica } from './Replica';
import { pause, type World } from './world';

/** When somebody was out of the team, by the wall clock. */
export interface Absence {
  user: string;
  from: number;
  to: number;
}

/** What the faults reach for beyond the replicas. */
export interface FaultOptions {
  /** A connection of the run's own, which no fault touches. */
  knex: Knex;
  teamFile: string;
  clusters: ControlPlane[];
  /** API server restarts that a run has at most: each costs several seconds. */
  restarts: number;
}

const WEIGHTS = {
  'kill a backend': 5,
  'kill a Helm': 5,
  'drain a backend': 1.5,
  'drop connections': 3,
  'refuse connections': 1.5,
  'half-open connections': 1.5,
  'end sessions': 2,
  'restart an API server': 1.5,
  'take a right away': 4,
};

type Fault = keyof typeof WEIGHTS;

const TERMINATE = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND datname = current_database()
    AND application_name <> 'chaos'`;

/** Never half: the replicas read it at any moment. */
export async function writeTeam(
  file: string,
  members: string[],
): Promise<void> {
  await writeFile(`${file}.new`, JSON.stringify(members));
  await rename(`${file}.new`, file);
}

/** Breaks things, one after another, and mends what it broke. */
export class Faults {
  readonly counts = new Map<string, number>();
  readonly absences: Absence[] = [];
  readonly #world: World;
  readonly #random: Random;
  readonly #options: FaultOptions;
  /** Replicas and clusters that have a fault now. */
  readonly #busy = new Set<unknown>();
  readonly #mending = new Set<Promise<void>>();

  constructor(world: World, random: Random, options: FaultOptions) {
    this.#world = world;
    this.#random = random;
    this.#options = options;
  }

  /** Until the load is over and everything is mended. */
  async run(): Promise<void> {
    const { stopping } = this.#world;
    while (!stopping.aborted) {
      await pause(this.#random.between(1_500, 5_000), stopping);
      if (!stopping.aborted) {
        this.#begin(this.#random.weighted(WEIGHTS));
      }
    }
    await Promise.all(this.#mending);
  }

  #begin(fault: Fault): void {
    const mending = this.#carryOut(fault).catch(error =>
      this.#note(`${fault} failed: ${error}`),
    );
    this.#mending.add(mending);
    mending.finally(() => this.#mending.delete(mending));
  }

  async #carryOut(fault: Fault): Promise<void> {
    switch (fault) {
      case 'kill a Helm':
        return this.#killHelm();
      case 'end sessions':
        await this.#options.knex.raw(TERMINATE);
        return this.#done(fault, 'all of both replicas');
      case 'restart an API server':
        return this.#restartApiServer();
      case 'take a right away':
        return this.#takeRight();
      default:
        return this.#onReplica(fault);
    }
  }

  async #onReplica(fault: Fault): Promise<void> {
    const replica = this.#random.pick(this.#world.replicas);
    if (this.#busy.has(replica) || !replica.isUp) {
      return;
    }
    this.#busy.add(replica);
    this.#done(fault, replica.name);
    try {
      await this.#hurt(replica, fault);
    } finally {
      this.#busy.delete(replica);
    }
  }

  async #hurt(replica: Replica, fault: Fault): Promise<void> {
    const { proxy } = replica;
    switch (fault) {
      case 'drop connections':
        proxy.drop();
        return;
      case 'refuse connections':
        proxy.set('refuse');
        proxy.drop();
        await this.#lasting(4_000, 15_000);
        proxy.set('pass');
        break;
      case 'half-open connections':
        proxy.set('swallow');
        await this.#lasting(12_000, 20_000);
        proxy.set('pass');
        break;
      case 'drain a backend':
        this.#note(`${replica.name} ended: ${await replica.drain(40_000)}`);
        await replica.start();
        return;
      default:
        await replica.kill();
        await this.#lasting(500, 8_000);
        await replica.start();
        return;
    }
    this.#note(`${replica.name} reaches its database again`);
  }

  async #killHelm(): Promise<void> {
    const rows = await this.#options
      .knex('helm_operations')
      .where('status', 'running')
      .whereNotNull('pid')
      .select('id', 'pid', 'kind');
    const row = rows.length ? this.#random.pick(rows) : undefined;
    const command = row
      ? await readFile(`/proc/${row.pid}/cmdline`, 'utf8').catch(() => '')
      : '';
    if (row && /helm/.test(command)) {
      process.kill(-row.pid, 'SIGKILL');
      this.#done('kill a Helm', `of ${row.kind} ${row.id}`);
    }
  }

  async #restartApiServer(): Promise<void> {
    const cluster = this.#random.pick(this.#options.clusters);
    const done = this.counts.get('restart an API server') ?? 0;
    if (this.#busy.has(cluster) || done >= this.#options.restarts) {
      return;
    }
    this.#busy.add(cluster);
    this.#done('restart an API server', cluster.name);
    try {
      const start = await stopApiServer(cluster);
      await this.#lasting(1_000, 6_000);
      await start();
    } finally {
      this.#busy.delete(cluster);
    }
  }

  async #takeRight(): Promise<void> {
    // One stays, or nothing would happen any more. Best somebody who was let
    // in already, and whose turn has not come.
    const others = USERS.slice(1);
    const waiting = await this.#options
      .knex('helm_operations')
      .where('status', 'queued')
      .whereIn('requested_by', others)
      .distinct()
      .pluck('requested_by');
    const user = this.#random.pick(waiting.length ? waiting.sort() : others);
    if (this.#busy.has(user)) {
      return;
    }
    this.#busy.add(user);
    await this.#setTeam();
    const from = Date.now();
    this.#done('take a right away', user);
    await this.#lasting(5_000, 15_000);
    const to = Date.now();
    this.#busy.delete(user);
    await this.#setTeam();
    this.absences.push({ user, from, to });
    this.#note(`${user} is in the team again`);
  }

  async #setTeam(): Promise<void> {
    await writeTeam(
      this.#options.teamFile,
      USERS.filter(user => !this.#busy.has(user)),
    );
  }

  #lasting(from: number, to: number): Promise<void> {
    return pause(this.#random.between(from, to), this.#world.stopping);
  }

  #done(fault: Fault, what: string): void {
    this.counts.set(fault, (this.counts.get(fault) ?? 0) + 1);
    this.#note(`${fault}: ${what}`);
  }

  #note(what: string): void {
    this.#world.timeline.note('FAULT', what);
  }
}
