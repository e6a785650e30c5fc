import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
      database: { filename },
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

  /** What is on disk of the Helms that act, with its modes. */
  async function homes(): Promise<{ path: string; mode: number }[]> {
    const root = join(workDir, 'homes');
    const entries = await readdir(root, {
      recursive: true,
      withFileTypes: true,
    });
    return Promise.all(
      entries.map(async entry => {
        const path = join(entry.parentPath, entry.name);
        return { path, mode: (await stat(path)).mode };
      }),
    );
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

  it('3. 23. 24. ends both with the truth after its restart, and nothing is stuck', async () => {
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
    const changes = [
      // Ready after some seconds, when the portal is dead.
      {
        version: '1.3.0',
        values: 'replicaCount: 1\npodLabels:\n  demo/outcome: slow\n',
      },
      // Never ready.
      { version: '2.0.0' },
    ];
    for (const [index, release] of releases.entries()) {
      const { plan, askOperation } = driveRelease(portal, release);
      const { id } = await plan({ kind: 'upgrade', ...changes[index] });
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
    // 8. Nobody else on the machine could read what Helm signs in with.
    const files = await homes();
    expect(files.map(({ path }) => path)).toContainEqual(
      expect.stringMatching(/kubeconfig$/),
    );
    const modes = new Set(
      files
        // The discovery cache sets modes of its own, inside folders of 0700.
        .filter(({ path }) => !path.includes('/.kube/cache/'))
        .map(({ mode }) => (mode & 0o777).toString(8)),
    );
    expect([...modes].sort()).toEqual(['600', '700']);

    const { pid } = await rowOf(ids[1]);
    await portal.kill();
    process.kill(-pid, 'SIGKILL');

    portal = await start();
    const [left, dead] = releases.map(release => driveRelease(portal, release));
    expect(await left.settled(ids[0], 90)).toMatchObject({
      status: 'succeeded',
      attempt: 1,
      revisionAfter: 2,
    });
    const broken = await until(
      () => dead.read(ids[1]),
      ({ status }) => status === 'rolled-back',
      90,
    );
    expect(broken).toMatchObject({
      attempt: 1,
      outcome: { title: expect.stringContaining('put back to 1.2.0') },
    });
    expect(await dead.read(String(broken.followedBy))).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      toRevision: 1,
      revisionAfter: 3,
    });
    for (const { name: release } of releases) {
      expect(await statusOf(release)).toBe('deployed');
    }
    expect(
      (await entityOf(releases[0].name)).targets[0].deployed,
    ).toMatchObject({
      revision: 2,
      operationId: ids[0],
      reason: 'To be interrupted',
    });
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
