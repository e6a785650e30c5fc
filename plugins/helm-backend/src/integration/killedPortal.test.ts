import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isTerminal } from '@backstage-helm/plugin-helm-common';
import knexFactory, { type Knex } from 'knex';
import { driveRelease } from './__testUtils__/driveRelease';
import { spawnPortal } from './__testUtils__/spawnPortal';
import { stateFile, until } from './__testUtils__/startPortal';

const run = promisify(execFile);
const suite = stateFile ? describe : describe.skip;
const name = `killed-${randomUUID().slice(0, 8)}`;
const workDir = join(tmpdir(), `helm-${name}`);
/** Helm lives on and ends by itself; Helm dies with the portal. */
const releases = [`${name}-left`, `${name}-dead`].map(release => ({
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name: release,
}));

suite('a portal that is killed during two upgrades', () => {
  let folder: string;
  let filename: string;
  let helm: (...args: string[]) => Promise<any>;
  let portal: Awaited<ReturnType<typeof spawnPortal>>;

  const start = () =>
    spawnPortal({
      name,
      filename,
      components: Object.fromEntries(
        releases.map(release => [
          release.name,
          {
            'helm-release/values': 'replicaCount: 1\n',
            'helm-release/environments': 'dev',
            'helm-release/timeout': '20s',
          },
        ]),
      ),
    });

  const entityOf = (entity: string) =>
    portal.get(`/entities/component/default/${entity}/releases`);

  async function rowOf(id: string) {
    const knex: Knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename },
      useNullAsDefault: true,
    });
    try {
      return await knex('helm_operations').where({ id }).first();
    } finally {
      await knex.destroy();
    }
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-killed-'));
    filename = join(folder, 'helm.sqlite');
    const state = JSON.parse(await readFile(String(stateFile), 'utf8'));
    helm = async (...args) => {
      const { stdout } = await run(state.tools.helm, args, {
        env: { KUBECONFIG: state.clusters[0].kubeconfig, HOME: folder },
      });
      return stdout;
    };
  });

  afterAll(async () => {
    await portal?.kill();
    for (const release of releases) {
      await helm(
        ...['uninstall', release.name],
        ...['-n', 'shop-dev', '--ignore-not-found'],
      );
    }
    await rm(folder, { recursive: true, force: true });
    await rm(workDir, { recursive: true, force: true });
  }, 60_000);

  it('23. 24. ends both with the truth after its restart, and nothing is stuck', async () => {
    portal = await start();
    const ids: string[] = [];
    for (const release of releases) {
      const first = driveRelease(portal, release);
      await until(
        () => entityOf(release.name),
        body => body.targets[0]?.headline.state === 'Absent',
      );
      expect(
        await first.operate({ kind: 'install' }, 'To be upgraded'),
      ).toMatchObject({ status: 'succeeded', revisionAfter: 1 });
    }
    // The rollout of this version never becomes ready.
    for (const release of releases) {
      const { plan, askOperation } = driveRelease(portal, release);
      const { id } = await plan({ kind: 'upgrade', version: '2.0.0' });
      ids.push((await askOperation(id, 'To be interrupted')).body.id);
    }
    const statusOf = async (release: string) =>
      JSON.parse(await helm('status', release, '-n', 'shop-dev', '-o', 'json'))
        .info.status;
    for (const release of releases) {
      await until(
        () => statusOf(release.name),
        status => status === 'pending-upgrade',
      );
    }
    const { pid } = await rowOf(ids[1]);
    await portal.kill();
    process.kill(-pid, 'SIGKILL');

    portal = await start();
    for (const [index, id] of ids.entries()) {
      const { read } = driveRelease(portal, releases[index]);
      const operation = await until(
        async () => {
          const now = await read(id);
          const next = now.followedBy && (await read(now.followedBy));
          return { now, next };
        },
        ({ now, next }) =>
          isTerminal(now.status) && (!next || isTerminal(next.status)),
        120,
      );
      expect(await read(id)).toMatchObject({
        status: 'rolled-back',
        attempt: 1,
        outcome: { title: expect.stringContaining('put back to 1.2.0') },
      });
      expect(operation.next).toMatchObject({
        kind: 'rollback',
        status: 'succeeded',
        toRevision: 1,
        revisionAfter: 3,
      });
      expect(await statusOf(releases[index].name)).toBe('deployed');
    }
    // Nothing holds the releases: the next change runs as ever.
    const { operate } = driveRelease(portal, releases[1]);
    expect(
      await operate({ kind: 'upgrade', version: '1.3.0' }, 'It goes on'),
    ).toMatchObject({ status: 'succeeded', revisionAfter: 4 });
  }, 240_000);

  it('8. leaves no kubeconfig behind once it has started again', async () => {
    await portal.kill();
    portal = await start();
    expect(await readdir(join(workDir, 'homes'))).toEqual([]);
  }, 60_000);
});
