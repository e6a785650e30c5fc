import { randomUUID } from 'node:crypto';
import { mockCredentials } from '@backstage/backend-test-utils';
import type { Operation } from '@backstage-helm/plugin-helm-common';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const name = `gov-${randomUUID().slice(0, 6)}`;
const release = { cluster: 'nonprod', namespace: 'shop-dev', name };
const pia = {
  authorization: mockCredentials.user.header('user:default/pia'),
};
const yearEnd = {
  title: 'Year end',
  start: '2020-12-20T00:00:00Z',
  end: '2120-01-03T00:00:00Z',
};

jest.setTimeout(120_000);

suite('a governed environment on a real cluster', () => {
  let portal: Awaited<ReturnType<typeof startPortal>>;

  async function start(environment: object) {
    portal = await startPortal({
      name,
      decide: () => ALLOW,
      entities: [
        component(name, 'group:default/team-web', {
          'helm-release/environments': 'dev',
        }),
      ],
      configure: ({ helm }) =>
        Object.assign(
          helm.environments.find((each: any) => each.name === 'dev'),
          environment,
        ),
    });
    await until(
      () => portal.get(`/entities/component/default/${name}/releases`),
      body => body.targets[0]?.release !== undefined,
    );
  }

  async function ask(plan: object, reason = 'SHOP-1') {
    const made = await portal.send('post', '/plans', { release, ...plan });
    expect([made.status, made.body.blockedBy]).toEqual([201, []]);
    return portal.send(
      'post',
      '/operations',
      { plan: made.body.id, reason },
      { 'idempotency-key': randomUUID() },
    );
  }

  async function approve({ id, approval }: Operation) {
    const { planDigest } = approval!;
    return portal.send(
      'post',
      `/operations/${id}/approve`,
      { planDigest },
      pia,
    );
  }

  const settled = (id: string): Promise<Operation> =>
    until(
      () => portal.get(`/operations/${id}`),
      ({ status }) => ['succeeded', 'failed', 'denied'].includes(status),
      60,
    );

  beforeAll(() =>
    start({
      approvals: { approvers: ['user:default/pia'] },
      reason: { pattern: '[A-Z]+-[0-9]+' },
    }),
  );
  afterAll(async () => {
    await portal.helm('uninstall', name, '-n', 'shop-dev').catch(() => '');
    await portal.stop();
  });

  it('asks again for what changed since, lets a rollback pass, and runs what was approved', async () => {
    const refused = await ask({ kind: 'install' }, 'please');
    expect(refused.body.error.code).toBe('REASON_PATTERN');
    const first = (await ask({ kind: 'install' })).body;
    expect(first).toMatchObject({ status: 'awaiting-approval' });
    expect((await approve(first)).status).toBe(202);
    expect(await settled(first.id)).toMatchObject({ status: 'succeeded' });

    const change = (await ask({ kind: 'upgrade', values: 'replicaCount: 2' }))
      .body;
    await portal.helm(
      ...['upgrade', name, '-n', 'shop-dev', '--reuse-values'],
      ...['--set', 'replicaCount=3', '--wait=hookOnly', await chart()],
    );
    const rollback = (
      await ask({ kind: 'rollback', revision: 1 }, 'checkout is down')
    ).body;
    expect(await settled(rollback.id)).toMatchObject({ status: 'succeeded' });

    const stale = await approve(change);
    expect([stale.status, stale.body.error.code]).toEqual([
      409,
      'APPROVAL_STALE',
    ]);
    const again = await portal.get(`/operations/${change.id}`);
    expect(again.approval.changedSince).toEqual(
      expect.arrayContaining(['Base is revision 3 now, was 1']),
    );
    expect(again.planId).toBe(stale.body.error.details.plan);
    expect((await approve(again)).status).toBe(202);
    expect(await settled(change.id)).toMatchObject({
      status: 'succeeded',
      revisionAfter: 4,
    });
  });

  /** The chart as it is deployed, for Helm by hand. */
  async function chart(): Promise<string> {
    const { chart: planned } = (
      await portal.send('post', '/plans', { release, kind: 'upgrade' })
    ).body;
    const digest = planned.digest.replace('sha256:', '');
    return `${portal.workDir}/charts/${digest}.tgz`;
  }

  it('takes no change while it is frozen', async () => {
    await portal.stop();
    await start({ freeze: [yearEnd] });
    const body = await portal.get(
      `/entities/component/default/${name}/releases`,
    );
    expect(body.targets[0].environment.policy.frozen.title).toBe('Year end');
    const change = await ask({ kind: 'adopt' });
    expect([change.status, change.body.error?.code]).toEqual([
      409,
      'ENVIRONMENT_FROZEN',
    ]);
  });
});
