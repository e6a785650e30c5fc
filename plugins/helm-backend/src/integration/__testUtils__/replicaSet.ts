import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Operation, ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { openDatabases } from '../../database/__testUtils__/openDatabases';
import { OPERATION_LABEL } from '../../helm';
import { CutProxy } from './CutProxy';
import { driveRelease } from './driveRelease';
import { readClusters } from './localClusters';
import type { PortalSettings } from './portalSettings';
import { spawnPortal, type PortalProcess } from './spawnPortal';
import { until, workDirOf } from './startPortal';

const run = promisify(execFile);

/** A backend process, and the only way from it to the database. */
export interface ReplicaProcess {
  portal: PortalProcess;
  proxy: CutProxy;
}

/** The product's times in small. */
export const SHORT_TIMES = {
  leaseMs: 6_000,
  renewMs: 2_000,
  sweepMs: 500,
  recheckMs: 500,
  unreadyAfterMs: 6_000,
};

/** Pods that become ready after eight seconds, and ones that never do. */
export const SLOW = 'replicaCount: 1\npodLabels:\n  demo/outcome: slow\n';
export const NEVER = 'replicaCount: 1\npodLabels:\n  demo/outcome: pending\n';

/** Backend processes on one PostgreSQL and real clusters, with releases of their own. */
export async function openReplicaSet(options: {
  names: string[];
  /** Of every release. */
  annotations?: Record<string, string>;
  helm?: Record<string, unknown>;
}) {
  const run_ = randomUUID().slice(0, 8);
  const state = await readClusters();
  const folder = await mkdtemp(join(tmpdir(), 'helm-replicas-'));
  const databases = openDatabases();
  const knex: Knex = await databases.create('PostgreSQL');
  const replicas: ReplicaProcess[] = [];
  const releases = new Map<string, ReleaseRef>(
    options.names.map(name => [
      name,
      { cluster: 'nonprod', namespace: 'shop-dev', name: `${name}-${run_}` },
    ]),
  );
  const env = { KUBECONFIG: state.clusters[0].kubeconfig, HOME: folder };

  const nameOf = (index: number) => `replicas-${run_}-${index}`;
  const release = (name: string): ReleaseRef => releases.get(name)!;
  const helm = async (...args: string[]) =>
    (await run(state.tools.helm, args, { env })).stdout;

  async function start(more: Partial<PortalSettings> = {}) {
    const database = databases.address(knex);
    const proxy = await CutProxy.open(database);
    const portal = await spawnPortal({
      name: nameOf(replicas.length),
      database: { postgres: { ...database, port: proxy.port } },
      components: Object.fromEntries(
        [...releases.values()].map(({ name }) => [
          name,
          {
            'helm-release/values': 'replicaCount: 1\n',
            'helm-release/environments': 'dev',
            'helm-release/timeout': '20s',
            ...options.annotations,
          },
        ]),
      ),
      helm: { concurrency: 9, drain: '60s', ...options.helm },
      times: SHORT_TIMES,
      ...more,
    });
    const replica = { portal, proxy };
    replicas.push(replica);
    return replica;
  }

  const drive = (replica: ReplicaProcess, name: string) =>
    driveRelease(replica.portal, release(name));

  /** Installs all of them, so that there is something to upgrade. */
  async function installAll(by: ReplicaProcess): Promise<void> {
    for (const { name } of releases.values()) {
      await until(
        () => by.portal.get(`/entities/component/default/${name}/releases`),
        body => body.targets[0]?.headline.state === 'Absent',
        60,
      );
    }
    await Promise.all(
      options.names.map(async name => {
        const { operate } = drive(by, name);
        const installed = await operate({ kind: 'install' }, 'To begin with');
        expect(installed.outcome?.title).toBe(
          'Installed 1.2.0, now revision 1',
        );
      }),
    );
  }

  /** Plans and asks for an upgrade; its operation's id. */
  async function upgrade(
    by: ReplicaProcess,
    name: string,
    values: string,
    reason: string,
  ): Promise<string> {
    const { plan, askOperation } = drive(by, name);
    const { id } = await plan({ kind: 'upgrade', version: '1.3.0', values });
    const { status, body } = await askOperation(id, reason);
    expect([status, body.error]).toEqual([202, undefined]);
    return body.id;
  }

  const rowOf = (id: string) => knex('helm_operations').where({ id }).first();

  const statusOf = (name: string) => [
    ...['status', release(name).name],
    ...['-n', release(name).namespace, '-o', 'json'],
  ];

  /** Until Helm has made its revision and waits for pods. */
  async function atWork(name: string, id: string): Promise<void> {
    await until(
      async () => JSON.parse(await helm(...statusOf(name))).info.status,
      found => found === 'pending-upgrade',
      30,
    );
    expect(await rowOf(id)).toMatchObject({ status: 'running' });
  }

  /** Revisions that carry the operation's id. */
  async function revisionsOf(id: string): Promise<number[]> {
    const { stdout } = await run(
      state.tools.kubectl,
      [
        ...['get', 'secrets', '-n', 'shop-dev', '-o', 'json'],
        ...['-l', `owner=helm,${OPERATION_LABEL}=${id}`],
      ],
      { env },
    );
    return JSON.parse(stdout)
      .items.map((item: any) => Number(item.metadata.labels.version))
      .sort();
  }

  const settled = (by: ReplicaProcess, id: string): Promise<Operation> =>
    driveRelease(by.portal, release(options.names[0])).settled(id, 90);

  /** From the database, until its proxy passes again. */
  function cutOff({ proxy }: ReplicaProcess): void {
    proxy.set('refuse');
    proxy.drop();
  }

  const healthIs = (replica: ReplicaProcess, wanted: number) =>
    until(
      async () => (await fetch(`${replica.portal.url}/api/helm/health`)).status,
      status => status === wanted,
      40,
    );

  /** Until another worker than that one holds it. */
  const takenOver = (id: string, ticket: string) =>
    until(
      () => rowOf(id),
      row => row.ticket !== ticket,
      40,
    );

  const events = async (id: string): Promise<string[]> =>
    knex('helm_operation_events')
      .where('operation_id', id)
      .orderBy('seq')
      .pluck('body');

  /** Its log, once a line of it is as wanted. */
  const eventsWith = (id: string, pattern: RegExp): Promise<string[]> =>
    until(
      () => events(id),
      texts => texts.some(text => pattern.test(text)),
      30,
    );

  async function close(): Promise<void> {
    for (const [index, { portal, proxy }] of replicas.entries()) {
      await portal.kill();
      await proxy.close();
      await rm(workDirOf(nameOf(index)), { recursive: true, force: true });
    }
    await Promise.all(
      [...releases.values()].map(({ name, namespace }) =>
        helm(...['uninstall', name, '-n', namespace, '--ignore-not-found']),
      ),
    );
    await databases.close();
    await rm(folder, { recursive: true, force: true });
  }

  return {
    knex,
    start,
    drive,
    installAll,
    upgrade,
    rowOf,
    atWork,
    revisionsOf,
    settled,
    cutOff,
    healthIs,
    takenOver,
    events,
    eventsWith,
    close,
  };
}
