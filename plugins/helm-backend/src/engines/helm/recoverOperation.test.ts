import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import { createDigester } from '../../digest/createDigester';
import { release, revision } from '../../plans/__testUtils__/planningWorld';
import type { PlanWork } from '../../plans/PlanRecord';
import type { StoredRevision } from '../../releases/ReleaseStore';
import type { HelmEngineOptions } from './HelmEngineOptions';
import { recoverOperation } from './recoverOperation';

const deadline = Date.parse('2026-11-21T00:10:00Z');
const work: PlanWork = {
  kind: 'upgrade',
  chart: { repository: 'p', name: 'web', version: '2.0.0', digest: 'd' },
  clearOverride: false,
  baseRevision: 3,
  wait: true,
  timeoutSeconds: 300,
  historyMax: 10,
  rollbackOnFailure: true,
  createNamespace: false,
  helmMajor: 4,
  preHooks: 0,
  postHooks: 0,
};
const operation: EngineOperation = {
  id: 'op-1',
  kind: 'upgrade',
  release,
  environment: 'dev',
  work,
  requestedBy: 'user:default/ana',
  expectedRevision: 4,
  deadline: new Date(deadline).toISOString(),
};
const here = { host: 'a', bootId: '1', pid: 42, startTime: '7' };

function recover(given: {
  newest?: StoredRevision;
  mine?: StoredRevision;
  alive?: boolean;
  intent?: Partial<typeof here>;
  late?: boolean;
  operation?: Partial<EngineOperation>;
}) {
  const terminated: number[] = [];
  const unused = async () => {
    throw new Error('A recovery starts nothing');
  };
  const options: HelmEngineOptions = {
    config: { environments: [], secretKeys: [] },
    runner: {
      version: unused,
      render: unused,
      act: unused,
      removeLeftovers: unused,
    },
    charts: { fetch: unused },
    clusters: {
      reader: async () => Object(undefined),
      deployer: unused,
      capabilities: unused,
    },
    store: {
      observe: async () => given.newest,
      revision: async () => given.mine!,
    },
    declarations: { resolve: unused },
    bindings: { get: unused },
    overrides: { active: unused },
    probeOwner: unused,
    fence: unused,
    holder: unused,
    wouldChange: unused,
    resources: { read: unused, explain: () => ({}) },
    digester: createDigester(Buffer.from('k')),
    host: { host: 'a', bootId: '1' },
    isAlive: async ({ startTime }) =>
      startTime === '7' && (given.alive ?? false),
    terminate: pid => terminated.push(pid),
    now: () => deadline + (given.late ? 1 : -60_000),
    wait: unused,
  };
  return {
    terminated,
    found: recoverOperation(
      options,
      { ...operation, ...given.operation },
      { ...here, ...given.intent },
    ),
  };
}

const base = revision();
const pending = revision({
  revision: 4,
  status: 'pending-upgrade',
  operationId: 'op-1',
});
const settled = (status: string, code: string) => ({
  type: 'settled',
  status,
  outcome: { code },
});

describe('recoverOperation', () => {
  it('waits for a child that still runs here, and stops it after its deadline', async () => {
    const running = recover({ newest: pending, alive: true });
    expect(await running.found).toBeUndefined();
    expect(running.terminated).toEqual([]);
    const late = recover({ newest: pending, alive: true, late: true });
    expect(await late.found).toBeUndefined();
    expect(late.terminated).toEqual([42]);
  });

  it('never signals a rollback', async () => {
    const late = recover({
      newest: pending,
      alive: true,
      late: true,
      operation: { kind: 'rollback', work: { ...work, toRevision: 2 } },
    });
    expect(await late.found).toBeUndefined();
    expect(late.terminated).toEqual([]);
  });

  it.each([
    ['deployed', 'succeeded', 'DONE'],
    ['superseded', 'succeeded', 'DONE'],
    ['failed', 'failed', 'HELM_FAILED'],
    ['pending-upgrade', 'interrupted', 'RELEASE_LOCKED'],
  ] as const)(
    'tells %s when the child is gone',
    async (status, outcome, code) => {
      const { found } = recover({
        newest: revision({ revision: 4, status, operationId: 'op-1' }),
      });
      expect(await found).toMatchObject(settled(outcome, code));
    },
  );

  it('looks at its own revision, not at a later one', async () => {
    const { found } = recover({
      newest: revision({ revision: 6, operationId: 'other' }),
      mine: revision({
        revision: 4,
        status: 'superseded',
        operationId: 'op-1',
      }),
    });
    expect(await found).toMatchObject({
      ...settled('succeeded', 'DONE'),
      observation: { revision: 4 },
    });
  });

  it('does not take another one’s revision for its own', async () => {
    const { found } = recover({
      newest: revision({ revision: 4, operationId: 'other' }),
    });
    expect(await found).toMatchObject({
      ...settled('failed', 'RELEASE_BUSY'),
      changed: false,
    });
  });

  it('lets it run again when nothing was changed', async () => {
    expect(await recover({ newest: base }).found).toEqual({
      type: 'never-started',
    });
    const rescue = recover({
      newest: revision({ status: 'pending-upgrade' }),
      operation: { kind: 'rollback', work: { ...work, toRevision: 2 } },
    });
    expect(await rescue.found).toEqual({ type: 'never-started' });
  });

  it('from another machine touches nothing pending before the deadline', async () => {
    const intent = { host: 'b', bootId: '9' };
    for (const newest of [pending, base]) {
      expect(await recover({ newest, intent }).found).toBeUndefined();
    }
    expect(
      await recover({ newest: pending, intent, late: true }).found,
    ).toMatchObject(settled('interrupted', 'RELEASE_LOCKED'));
    expect(
      await recover({
        newest: revision({ revision: 4, operationId: 'op-1' }),
        intent,
      }).found,
    ).toMatchObject(settled('succeeded', 'DONE'));
  });

  it('takes another process of the same number for what it is', async () => {
    const { found, terminated } = recover({
      newest: pending,
      alive: true,
      late: true,
      intent: { startTime: '8' },
    });
    expect(await found).toMatchObject(settled('interrupted', 'RELEASE_LOCKED'));
    expect(terminated).toEqual([]);
  });

  it.each(
    [...operationKinds.values()]
      .filter(({ key }) => key !== 'adopt')
      .map(({ key, makesRevision }) => [key, makesRevision] as const),
  )(
    'leaves a %s of another machine alone until its deadline, pending or not begun',
    async (kind, makesRevision) => {
      const ours = {
        kind,
        expectedRevision: makesRevision ? 4 : 3,
        work: { ...work, kind, toRevision: 2 },
      };
      const at = kind === 'rollback' ? 'pending-rollback' : 'uninstalling';
      for (const newest of [
        base,
        makesRevision
          ? revision({ revision: 4, status: at, operationId: 'op-1' })
          : revision({ status: at }),
      ]) {
        const { found, terminated } = recover({
          newest,
          alive: true,
          intent: { host: 'b', bootId: '9' },
          operation: ours,
        });
        // Marking a revision is one write, with no process to wait for.
        const isLeftAlone = (await found) === undefined;
        expect(isLeftAlone).toBe(kind !== 'unlock');
        expect(terminated).toEqual([]);
      }
    },
  );

  it('knows that a machine that booted again has no child left', async () => {
    const { found } = recover({
      newest: pending,
      alive: true,
      intent: { bootId: '0' },
    });
    expect(await found).toMatchObject(settled('interrupted', 'RELEASE_LOCKED'));
  });

  it('tells an uninstall by what is left', async () => {
    const kind = { kind: 'uninstall', expectedRevision: 3 };
    expect(
      await recover({ newest: undefined, operation: kind }).found,
    ).toMatchObject(settled('succeeded', 'DONE'));
    expect(
      await recover({
        newest: revision({ status: 'uninstalling' }),
        operation: kind,
      }).found,
    ).toMatchObject(settled('interrupted', 'RELEASE_LOCKED'));
    expect(
      await recover({ newest: base, operation: kind }).found,
    ).toMatchObject({ status: 'interrupted', changed: false });
  });

  describe('of what frees a stuck release', () => {
    const stuck = revision({ status: 'pending-upgrade' });
    const freeing = (kind: string, more: Partial<PlanWork> = {}) => ({
      kind,
      expectedRevision: 3,
      work: { ...work, kind, baseStatus: 'pending-upgrade', ...more },
    });
    const elsewhere = { host: 'b', bootId: '9' };

    it('marks again what was not marked, from whatever machine', async () => {
      for (const intent of [{}, elsewhere]) {
        const { found } = recover({
          newest: stuck,
          intent,
          operation: freeing('unlock'),
        });
        expect(await found).toEqual({ type: 'never-started' });
      }
    });

    it('knows what was marked, and what a Helm ended meanwhile', async () => {
      const unlock = freeing('unlock');
      expect(
        await recover({
          newest: revision({ status: 'failed' }),
          operation: unlock,
        }).found,
      ).toMatchObject(settled('succeeded', 'DONE'));
      expect(
        await recover({ newest: base, operation: unlock }).found,
      ).toMatchObject({
        ...settled('failed', 'STILL_AT_WORK'),
        changed: false,
      });
    });

    it('upgrades again, marked or not', async () => {
      for (const newest of [stuck, revision({ status: 'failed' })]) {
        const { found } = recover({
          newest,
          operation: {
            ...freeing('upgrade', { unlock: true }),
            expectedRevision: 4,
          },
        });
        expect(await found).toEqual({ type: 'never-started' });
      }
    });

    it('tells an uninstall of a pending release that was not begun', async () => {
      for (const kind of ['uninstall', 'reinstall']) {
        expect(
          await recover({ newest: stuck, operation: freeing(kind) }).found,
        ).toMatchObject({ status: 'interrupted', changed: false });
        expect(
          await recover({ newest: undefined, operation: freeing(kind) }).found,
        ).toMatchObject(settled('succeeded', 'DONE'));
      }
      expect(
        await recover({
          newest: revision({ status: 'uninstalling' }),
          operation: freeing('uninstall'),
        }).found,
      ).toMatchObject(settled('interrupted', 'RELEASE_LOCKED'));
    });

    it('tells the rest of an uninstall', async () => {
      const finish = freeing('finish-uninstall', {
        baseStatus: 'uninstalling',
      });
      expect(
        await recover({ newest: undefined, operation: finish }).found,
      ).toMatchObject(settled('succeeded', 'DONE'));
      expect(
        await recover({
          newest: revision({ status: 'uninstalling' }),
          operation: finish,
        }).found,
      ).toMatchObject({ status: 'interrupted', changed: false });
    });

    it('tells a rebuilt record', async () => {
      const rebuild = {
        ...freeing('rebuild', { baseRevision: 0, baseStatus: undefined }),
        expectedRevision: 1,
      };
      expect(
        await recover({ newest: undefined, operation: rebuild }).found,
      ).toEqual({ type: 'never-started' });
      expect(
        await recover({
          newest: revision({ revision: 1, operationId: 'op-1' }),
          operation: rebuild,
        }).found,
      ).toMatchObject(settled('succeeded', 'DONE'));
    });
  });
});
