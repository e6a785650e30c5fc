import { randomUUID } from 'node:crypto';
import type { PolicyDecision } from '@backstage/plugin-permission-common';
import type { Doctor } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../../database/__testUtils__/openDatabases';
import { serveCharts } from '../__testUtils__/serveCharts';
import {
  ALLOW,
  DENY,
  startPortal,
  stateFile,
  until,
} from '../__testUtils__/startPortal';
import {
  stuckChart,
  stuckComponent,
  stuckReleases,
} from '../__testUtils__/stuckReleases';

const suite = stateFile ? describe : describe.skip;
/** Never ready; ready after eight seconds. */
const hangs = { values: 'outcome: pending\n' };
const slow = { values: 'outcome: slow\n' };

const keys = ({ waysOut }: Doctor) => waysOut.map(({ key }) => key).join(' ');
const suggested = ({ waysOut }: Doctor) =>
  waysOut.filter(way => way.suggested).map(({ key }) => key);

suite.each([4, 3] as const)('the doctor, with Helm %s', major => {
  const id = `d${major}-${randomUUID().slice(0, 5)}`;
  const releases = [
    ...['back', 'finish', 'unlock', 'first', 'gone', 'again', 'rolled'],
    ...['rest', 'undo', 'outside', 'lost', 'pruned'],
  ].map(what => `${id}-${what}`);
  const [back, finish, unlock, first, gone, again, rolled] = releases;
  const [rest, undo, outside, lost, pruned] = releases.slice(7);
  let decide: (permission: string) => PolicyDecision = () => ALLOW;
  let databases: Databases;
  let knex: Knex;
  let charts: Awaited<ReturnType<typeof serveCharts>>;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let stuck: ReturnType<typeof stuckReleases>;

  const install = (name: string) =>
    stuck.drive(name).operate({ kind: 'install' }, 'First');

  beforeAll(async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    charts = await serveCharts({ stuck: stuckChart });
    portal = await startPortal({
      name: id,
      knex,
      entities: releases.map(name =>
        stuckComponent(
          name,
          [rest, undo].includes(name) ? 'deleteHook: true\n' : undefined,
        ),
      ),
      decide: permission => decide(permission),
      configure: config => {
        config.helm.repositories.push(...charts.repositories);
        const [dev] = config.helm.environments;
        dev.helm = { version: major };
        // A Helm outside of the portal is held for dead after twice of it.
        dev.defaults = { ...dev.defaults, timeout: '6s' };
      },
    });
    const { tools } = portal.state;
    stuck = stuckReleases(portal, knex, major === 4 ? tools.helm : tools.helm3);
    await Promise.all(
      releases.map(name =>
        until(
          () => portal.get(`/entities/component/default/${name}/releases`),
          body => body.targets[0]?.headline.state === 'Absent',
          60,
        ),
      ),
    );
  }, 120_000);

  afterEach(() => {
    decide = () => ALLOW;
  });

  afterAll(async () => {
    for (const name of releases) {
      await portal
        ?.helm('uninstall', name, '-n', 'shop-dev', '--no-hooks')
        .catch(() => undefined);
    }
    await portal?.kubectl(
      ...['delete', 'jobs', '-n', 'shop-dev', '--ignore-not-found'],
      ...[rest, undo].map(name => `${name}-farewell`),
    );
    await portal?.stop();
    await charts?.close();
    await databases?.close();
  }, 120_000);

  it('24. a killed upgrade is interrupted; back to what succeeded', async () => {
    await install(back);
    const broken = await stuck.killDuring(
      back,
      { kind: 'upgrade', ...hangs },
      'pending-upgrade',
      () => stuck.runs(back, 'pending'),
    );
    expect(broken).toMatchObject({ status: 'interrupted' });
    const seen = await stuck.doctor(back);
    expect(seen).toMatchObject({
      diagnosis: 'PendingUpgrade',
      title: `${back} in dev is locked`,
      revision: 2,
      status: 'pending-upgrade',
      found: [
        { what: 'Left by the upgrade 1.0.0', operationId: broken.id },
        { what: expect.stringContaining('without recording how it went') },
        { what: 'Nobody holds the release now' },
      ],
      holds: expect.arrayContaining([
        expect.objectContaining({
          what: `Deployment ${back}`,
          as: 'as in revision 2',
          health: expect.stringMatching(/^(progressing|failing)$/),
        }),
      ]),
    });
    expect(keys(seen)).toBe('rollback finish-upgrade unlock');
    expect(suggested(seen)).toEqual(['rollback']);

    decide = name => (name === 'helm.release.unlock' ? DENY : ALLOW);
    const { waysOut } = await stuck.doctor(back);
    expect(waysOut.map(({ code }) => code)).toEqual(
      Array(3).fill('NOT_ALLOWED'),
    );
    const { plan, askOperation } = stuck.drive(back);
    const planned = await plan({ kind: 'rollback', revision: 1 });
    expect(await askOperation(planned.id, 'Not mine')).toMatchObject({
      status: 403,
      body: { error: { code: 'NOT_ALLOWED' } },
    });
    decide = name => (name === 'helm.release.resources.read' ? DENY : ALLOW);
    expect(await stuck.doctor(back)).toMatchObject({
      holds: [],
      holdsProblem: expect.stringContaining('helm.release.resources.read'),
    });
    decide = () => ALLOW;

    expect(await stuck.take(back, 'rollback')).toMatchObject({
      status: 'succeeded',
      revisionAfter: 3,
    });
    expect(await stuck.statuses(back)).toMatchObject({ 3: 'deployed' });
    expect((await stuck.doctor(back)).diagnosis).toBe('Healthy');
  }, 120_000);

  it('marks a killed upgrade as failed, then upgrades', async () => {
    await install(finish);
    await stuck.killDuring(
      finish,
      { kind: 'upgrade', ...slow },
      'pending-upgrade',
    );
    expect(await stuck.take(finish, 'finish-upgrade')).toMatchObject({
      kind: 'upgrade',
      status: 'succeeded',
      revisionAfter: 3,
    });
    expect(await stuck.statuses(finish)).toEqual({
      1: 'superseded',
      2: 'failed',
      3: 'deployed',
    });
  }, 120_000);

  it('only unlocks: payload and label, and no object moves', async () => {
    await install(unlock);
    await stuck.killDuring(
      unlock,
      { kind: 'upgrade', ...hangs },
      'pending-upgrade',
    );
    const before = await stuck.versions(unlock);
    const { id: operationId, ...operation } = await stuck.take(
      unlock,
      'unlock',
    );
    expect(operation).toMatchObject({
      status: 'succeeded',
      outcome: { title: 'Unlocked' },
    });
    expect(await stuck.versions(unlock)).toEqual(before);
    const { info } = JSON.parse(
      await portal.helm('status', unlock, '-n', 'shop-dev', '-o', 'json'),
    );
    expect(info).toMatchObject({
      status: 'failed',
      description: `Marked as failed by user:default/ana (${operationId}): Way out: unlock`,
    });
    expect(await stuck.label(unlock)).toBe('failed');
    // Helm itself takes the release again.
    expect(
      await stuck
        .drive(unlock)
        .operate({ kind: 'upgrade', values: 'outcome: ready\n' }, 'It goes on'),
    ).toMatchObject({ status: 'succeeded', revisionAfter: 3 });
    const { body } = await stuck.drive(unlock).askPlan({ kind: 'unlock' });
    expect(body.error.code).toBe('NOT_LOCKED');
  }, 120_000);

  it('25. a killed first install: uninstall and reinstall, no rollback', async () => {
    await stuck.killDuring(
      first,
      { kind: 'install', ...slow },
      'pending-install',
    );
    const seen = await stuck.doctor(first);
    expect(seen.diagnosis).toBe('PendingInstall');
    expect(keys(seen)).toBe('reinstall uninstall finish-upgrade unlock');
    expect(suggested(seen)).toEqual(['reinstall']);
    const done = await stuck.take(first, 'reinstall');
    expect(done).toMatchObject({
      kind: 'reinstall',
      status: 'succeeded',
      outcome: { title: 'Reinstalled 1.0.0' },
    });
    expect(
      await stuck.drive(first).read(String(done.followedBy)),
    ).toMatchObject({
      kind: 'install',
      status: 'succeeded',
      follows: done.id,
      reason: 'Way out: reinstall',
    });
    expect(await stuck.statuses(first)).toEqual({ 1: 'deployed' });
  }, 120_000);

  it('takes a killed first install away', async () => {
    await stuck.killDuring(
      gone,
      { kind: 'install', ...hangs },
      'pending-install',
    );
    expect((await stuck.take(gone, 'uninstall')).status).toBe('succeeded');
    expect(await stuck.versions(gone)).toEqual({});
  }, 120_000);

  it('unlocks a killed first install, and installs again over it', async () => {
    await stuck.killDuring(
      again,
      { kind: 'install', ...slow },
      'pending-install',
    );
    expect((await stuck.take(again, 'unlock')).status).toBe('succeeded');
    const seen = await stuck.doctor(again);
    expect(seen.diagnosis).toBe('FailedFirstInstall');
    expect(keys(seen)).toBe('finish-upgrade reinstall uninstall');
    expect(seen.waysOut[0].title).toBe('Install 1.0.0 again');
    expect(await stuck.take(again, 'finish-upgrade')).toMatchObject({
      status: 'succeeded',
      revisionAfter: 2,
    });
  }, 120_000);

  it('a killed rollback', async () => {
    const { operate } = stuck.drive(rolled);
    await operate({ kind: 'install', ...slow }, 'Slow');
    await operate({ kind: 'upgrade', values: 'outcome: ready\n' }, 'Fast');
    await stuck.killDuring(
      rolled,
      { kind: 'rollback', revision: 1 },
      'pending-rollback',
    );
    const seen = await stuck.doctor(rolled);
    expect(seen).toMatchObject({
      diagnosis: 'PendingRollback',
      found: [{ what: 'Left by the rollback to revision 1' }, {}, {}],
    });
    const { targets } = await portal.get(
      `/entities/component/default/${rolled}/releases`,
    );
    expect(targets[0].actions).toContainEqual({
      action: 'unlock',
      allowed: true,
    });
    expect(seen.waysOut[0].title).toBe('Roll back to revision 2');
    expect((await stuck.take(rolled, 'rollback')).status).toBe('succeeded');
    expect(await stuck.statuses(rolled)).toMatchObject({ 4: 'deployed' });
  }, 120_000);

  it('finishes an uninstall that hung in a hook', async () => {
    await install(rest);
    await stuck.killDuring(rest, { kind: 'uninstall' }, 'uninstalling');
    const seen = await stuck.doctor(rest);
    expect(seen.diagnosis).toBe('Uninstalling');
    expect(keys(seen)).toBe('finish-uninstall undo-uninstall');
    expect(seen.waysOut[0].command).toBe(
      `helm uninstall ${rest} --no-hooks -n shop-dev`,
    );
    expect((await stuck.take(rest, 'finish-uninstall')).status).toBe(
      'succeeded',
    );
    const { targets } = await until(
      () => portal.get(`/entities/component/default/${rest}/releases`),
      body => body.targets[0].headline.state === 'Absent',
    );
    expect(targets[0].actions).toContainEqual({
      action: 'install',
      allowed: true,
    });
  }, 120_000);

  it('undoes an uninstall', async () => {
    await install(undo);
    await stuck.killDuring(undo, { kind: 'uninstall' }, 'uninstalling');
    expect(await stuck.take(undo, 'undo-uninstall')).toMatchObject({
      kind: 'rollback',
      status: 'succeeded',
      revisionAfter: 2,
    });
    expect(await stuck.statuses(undo)).toMatchObject({ 2: 'deployed' });
    expect(Object.keys(await stuck.versions(undo))).toContain(
      `Deployment ${undo}`,
    );
  }, 120_000);

  it('waits for a Helm outside of the portal, then asks', async () => {
    await install(outside);
    await stuck.killOutside(
      outside,
      ['upgrade', outside, 'CHART', '--wait', '--set=outcome=pending'],
      'pending-upgrade',
    );
    const early = await stuck.doctor(outside);
    expect(early).toMatchObject({
      diagnosis: 'Working',
      waitUntil: expect.any(String),
      waysOut: [{ key: 'wait', suggested: true }],
    });
    const { body } = await stuck.drive(outside).askPlan({ kind: 'unlock' });
    expect(body.blockedBy[0].code).toBe('STILL_AT_WORK');
    const late = await until(
      () => stuck.doctor(outside),
      ({ diagnosis }) => diagnosis !== 'Working',
      60,
    );
    expect(late).toMatchObject({
      diagnosis: 'PendingUpgrade',
      found: [
        { what: 'Left by a Helm outside of the portal' },
        { what: 'Nobody holds the release now' },
      ],
    });
    expect((await stuck.take(outside, 'rollback')).status).toBe('succeeded');
  }, 120_000);

  it('rebuilds a lost record, and only if that changes nothing', async () => {
    await install(lost);
    await stuck.loseRecord(lost);
    const seen = await until(
      () => stuck.doctor(lost),
      ({ diagnosis }) => diagnosis === 'LostState',
    );
    expect(seen.found[1].detail).toBe('Made by stuck-1.0.0.');
    expect(keys(seen)).toBe('rebuild');
    const scale = (replicas: number) =>
      portal.kubectl(
        ...['patch', 'deployment', lost, '-n', 'shop-dev'],
        ...['-p', JSON.stringify({ spec: { replicas } })],
      );
    const { askPlan, plan, askOperation, settled } = stuck.drive(lost);
    await scale(2);
    const { body } = await askPlan({ kind: 'rebuild' });
    expect(body.blockedBy).toMatchObject([
      {
        code: 'WOULD_CHANGE',
        message: expect.stringContaining(`Deployment ${lost}`),
      },
    ]);
    await scale(1);
    const planned = await plan({ kind: 'rebuild' });
    expect(planned.counts).toMatchObject({
      added: 0,
      changed: 0,
      unchanged: 2,
    });
    // Asked again when it runs.
    await scale(2);
    const late = await askOperation(planned.id, 'Too late');
    expect(await settled(late.body.id)).toMatchObject({
      status: 'failed',
      outcome: { code: 'WOULD_CHANGE' },
    });
    await scale(1);
    const before = await stuck.versions(lost);
    expect(await stuck.take(lost, 'rebuild')).toMatchObject({
      status: 'succeeded',
      revisionAfter: 1,
    });
    expect(await stuck.versions(lost)).toEqual(before);
    expect(await stuck.statuses(lost)).toEqual({ 1: 'deployed' });
  }, 120_000);

  it('deploys as declared where no good revision is left', async () => {
    await install(pruned);
    await stuck
      .drive(pruned)
      .operate({ kind: 'upgrade', values: 'replicas: -1\n' }, 'Refused');
    expect((await stuck.doctor(pruned)).diagnosis).toBe('Healthy');
    await portal.kubectl(
      ...['delete', 'secret', '-n', 'shop-dev'],
      `sh.helm.release.v1.${pruned}.v1`,
    );
    const seen = await until(
      () => stuck.doctor(pruned),
      ({ diagnosis }) => diagnosis === 'NoRollbackTarget',
    );
    expect(seen.found.at(-1)).toMatchObject({
      what: 'There is no revision to go back to',
      detail: expect.stringContaining('Revision 1 succeeded'),
    });
    expect(seen.waysOut[0].title).toBe('Deploy 1.0.0 as declared');
    expect(await stuck.take(pruned, 'finish-upgrade')).toMatchObject({
      status: 'succeeded',
      revisionAfter: 3,
    });
  }, 120_000);
});
