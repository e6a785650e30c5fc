import {
  aWorld,
  configMap,
  planIn,
  revision,
  type PlanningWorld,
} from './__testUtils__/planningWorld';

const rendered = (stdout: string) => [{ exitCode: 0, stdout, stderr: '' }];
const hook = {
  name: 'farewell',
  kind: 'Job',
  path: '',
  manifest: '',
  events: ['post-delete'],
};

/** A world whose newest revision is in this status. */
const stuck = (
  status: NonNullable<PlanningWorld['base']>['status'],
  more: Partial<PlanningWorld> = {},
) => aWorld({ base: revision({ status, hooks: [hook] }), ...more });

const atWork = {
  by: 'outside' as const,
  writtenAt: '2026-11-21T00:00:00Z',
  until: '2026-11-21T00:10:00Z',
};

describe('plans of ways out', () => {
  it('unlocks: nothing in the cluster changes, and it does something', async () => {
    const { plan, records } = planIn(stuck('pending-upgrade'));
    const made = await plan({ kind: 'unlock' });
    expect(made).toMatchObject({
      kind: 'unlock',
      counts: { added: 0, changed: 0, removed: 0, unchanged: 1 },
      changesAnything: true,
      blockedBy: [],
      findings: [{ code: 'MARKS_FAILED' }],
    });
    expect(records.get(made.id)?.work).toMatchObject({
      kind: 'unlock',
      unlock: true,
      baseStatus: 'pending-upgrade',
    });
  });

  it.each(['deployed', 'failed', 'uninstalling'] as const)(
    'does not unlock what is %s',
    async status => {
      await expect(
        planIn(stuck(status)).plan({ kind: 'unlock' }),
      ).rejects.toMatchObject({ code: 'NOT_LOCKED' });
    },
  );

  it('upgrades a pending release only when it is to be unlocked', async () => {
    const { plan, records } = planIn(stuck('pending-upgrade'));
    expect((await plan({ kind: 'upgrade' })).blockedBy).toMatchObject([
      { code: 'RELEASE_LOCKED' },
    ]);
    const made = await plan({ kind: 'upgrade', unlock: true });
    expect(made.blockedBy).toEqual([]);
    expect(made.findings[0].code).toBe('MARKS_FAILED');
    expect(records.get(made.id)?.work.unlock).toBe(true);
    // An uninstall that is half done is no failed upgrade.
    const half = planIn(stuck('uninstalling'));
    expect(
      (await half.plan({ kind: 'upgrade', unlock: true })).blockedBy,
    ).toMatchObject([{ code: 'RELEASE_LOCKED' }]);
    // Nothing to unlock, nothing more to be allowed.
    const idle = planIn(stuck('deployed'));
    const plain = await idle.plan({ kind: 'upgrade', unlock: true });
    expect(idle.records.get(plain.id)?.work.unlock).toBeUndefined();
  });

  it('needs the right to unlock for a rollback or uninstall of a stuck release', async () => {
    const world = stuck('pending-upgrade', {
      revisions: [revision({ revision: 2, status: 'superseded' })],
    });
    const { plan, records } = planIn(world);
    const workOf = async (request: Parameters<typeof plan>[0]) =>
      records.get((await plan(request)).id)?.work;
    for (const request of [
      { kind: 'rollback' as const, revision: 2 },
      { kind: 'uninstall' as const },
    ]) {
      expect((await workOf(request))?.unlock).toBe(true);
      world.base = revision();
      expect((await workOf(request))?.unlock).toBeUndefined();
      world.base = revision({ status: 'pending-upgrade' });
    }
  });

  it.each([
    { kind: 'unlock' as const },
    { kind: 'upgrade' as const, unlock: true },
    { kind: 'rollback' as const, revision: 2 },
    { kind: 'uninstall' as const },
    { kind: 'reinstall' as const },
  ])('waits for who may be at work: %j', async request => {
    const { plan } = planIn(
      stuck('pending-upgrade', {
        holder: atWork,
        revisions: [revision({ revision: 2 })],
      }),
    );
    expect((await plan(request)).blockedBy).toContainEqual(
      expect.objectContaining({
        code: 'STILL_AT_WORK',
        wayOut: 'Wait until 00:10:00 UTC.',
      }),
    );
  });

  it('finishes an uninstall without the hooks that it may have hung in', async () => {
    const { plan, records } = planIn(stuck('uninstalling'));
    const made = await plan({ kind: 'finish-uninstall' });
    expect(made).toMatchObject({
      counts: { removed: 1 },
      hooks: [],
      findings: expect.arrayContaining([
        expect.objectContaining({
          code: 'SKIPS_HOOKS',
          what: 'Does not run Job farewell again.',
        }),
      ]),
    });
    expect(records.get(made.id)?.work).toMatchObject({
      noHooks: true,
      unlock: true,
    });
    await expect(
      planIn(stuck('deployed')).plan({ kind: 'finish-uninstall' }),
    ).rejects.toMatchObject({ code: 'NOT_LOCKED' });
  });

  it('reinstalls: an uninstall, then an install of its own', async () => {
    const { plan, records } = planIn(stuck('pending-install'));
    const made = await plan({ kind: 'reinstall' });
    expect(made).toMatchObject({
      kind: 'reinstall',
      toVersion: '1.1.0',
      objects: [{ kind: 'ConfigMap' }],
      findings: expect.arrayContaining([
        expect.objectContaining({ level: 'accept', code: 'REINSTALLS' }),
      ]),
    });
    expect(records.get(made.id)?.work).toMatchObject({
      kind: 'reinstall',
      baseRevision: 3,
      unlock: true,
      then: { kind: 'install', baseRevision: 0, chart: { version: '1.1.0' } },
    });
  });

  it('rebuilds a record only if nothing but that is new', async () => {
    const world = aWorld({
      base: undefined,
      renders: rendered(configMap('hello')),
    });
    const { plan, records } = planIn(world);
    const made = await plan({ kind: 'rebuild' });
    expect(made).toMatchObject({
      counts: { added: 0, changed: 0, removed: 0, unchanged: 1 },
      changesAnything: true,
      blockedBy: [],
      findings: [{ code: 'REBUILDS_RECORD' }],
    });
    expect(records.get(made.id)?.work).toMatchObject({
      mustChangeNothing: true,
      noHooks: true,
      wait: false,
      baseRevision: 0,
    });
    expect(world.rendered[0].argv).not.toContain('--is-upgrade');
    world.changes = [{ code: 'WOULD_CHANGE', message: 'Deployment web' }];
    expect((await plan({ kind: 'rebuild' })).blockedBy).toEqual(world.changes);
    world.base = revision();
    await expect(plan({ kind: 'rebuild' })).rejects.toMatchObject({
      code: 'ACTION_NOT_POSSIBLE',
    });
  });

  it('rebuilds no record of what shows nothing in the cluster', async () => {
    const world = aWorld({ base: undefined, renders: rendered('') });
    const { plan } = planIn(world);
    expect((await plan({ kind: 'rebuild' })).blockedBy).toMatchObject([
      { code: 'ACTION_NOT_POSSIBLE', wayOut: 'Install it.' },
    ]);
  });

  it('is done again as what is right by then', async () => {
    const world = stuck('pending-install');
    const { planning, records, credentials, plan } = planIn(world);
    const { id, release } = await plan({ kind: 'reinstall' });
    const again = async () =>
      (
        await planning.replan(
          { kind: 'reinstall', release, work: records.get(id)!.work },
          credentials,
        )
      ).plan.kind;
    expect(await again()).toBe('reinstall');
    world.base = undefined;
    expect(await again()).toBe('install');
  });
});
