import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { mockServices } from '@backstage/backend-test-utils';
import type { PlanWork } from '../../plans/PlanRecord';
import { startEngine, stateFile } from '../__testUtils__/engineHarness';
import { until } from '../__testUtils__/startPortal';

jest.setTimeout(180_000);
const suite = stateFile ? describe : describe.skip;

/** A portal that dies at a point is an engine whose reporter throws there. */
class Died extends Error {}

suite.each([4, 3] as const)(
  'a portal that dies while it frees, Helm %s',
  major => {
    let harness: Awaited<ReturnType<typeof startEngine>>;
    const ref = {
      cluster: 'nonprod',
      namespace: 'shop-dev',
      name: `freed${major}-${randomUUID().slice(0, 5)}`,
    };
    const slow = {
      override: {
        patch: { podLabels: { 'demo/outcome': 'slow' } },
        baseDigest: 'declared',
      },
    };

    const binary = () =>
      major === 4 ? harness.state.tools.helm : harness.state.tools.helm3;
    async function helm(...argv: string[]) {
      const { stdout } = await promisify(execFile)(binary(), [
        ...argv,
        ...['--kubeconfig', harness.state.clusters[0].kubeconfig],
        ...['-n', ref.namespace],
      ]);
      return stdout;
    }
    const statuses = async () =>
      Object.fromEntries(
        JSON.parse(await helm('history', ref.name, '-o', 'json')).map(
          (row: { revision: number; status: string }) => [
            row.revision,
            row.status,
          ],
        ),
      );
    const status = async () => (await harness.store.observe(ref))?.status;
    const here = () => ({ ...harness.options.host });

    /** Leaves the release pending, by a Helm that is killed. */
    async function stick() {
      const child = spawn(
        binary(),
        [
          ...['upgrade', ref.name, join(harness.workDir, 'chart.tgz')],
          ...['--wait', '--set', 'podLabels.demo/outcome=pending'],
          ...['--kubeconfig', harness.state.clusters[0].kubeconfig],
          ...['-n', ref.namespace],
        ],
        { stdio: 'ignore' },
      );
      await until(status, found => found === 'pending-upgrade', 60);
      child.kill('SIGKILL');
    }

    const workOn = async (kind: string, more: Partial<PlanWork> = {}) => {
      const base = await harness.store.observe(ref);
      return harness.workOn(ref, kind, {
        baseStatus: base?.status,
        unlock: true,
        ...more,
        ...(kind === 'upgrade' ? { version: '1.2.0' } : {}),
      });
    };

    beforeAll(async () => {
      harness = await startEngine(major, mockServices.logger.mock());
      const { path } = await harness.options.charts.fetch(
        'local',
        'web-service',
        '1.2.0',
      );
      await promisify(execFile)('cp', [
        path,
        join(harness.workDir, 'chart.tgz'),
      ]);
      const work = await harness.workOn(ref, 'install', { version: '1.2.0' });
      await harness.run(ref, work);
    });

    afterAll(async () => {
      await helm('uninstall', ref.name).catch(() => undefined);
      await harness.stop();
    });

    it('23. upgrades after it died between marking and upgrading', async () => {
      await stick();
      const work = await workOn('upgrade', slow);
      const id = randomUUID();
      const expectedRevision = work.baseRevision + 1;
      let intents = 0;
      await expect(
        harness.run(ref, work, {
          id,
          onIntent: async () => {
            intents += 1;
            // The first is for marking, the second for Helm.
            if (intents === 2) {
              throw new Died();
            }
          },
        }),
      ).rejects.toThrow(Died);
      expect(await status()).toBe('failed');
      const operation = {
        id,
        kind: 'upgrade',
        release: ref,
        environment: 'dev',
        work,
        requestedBy: 'user:default/ana',
        expectedRevision,
        deadline: new Date(Date.now() + 60_000).toISOString(),
      };
      expect(await harness.engine.recover(operation, here())).toEqual({
        type: 'never-started',
      });
      // The same work again: its base is marked now, which is no other base.
      const { settled } = await harness.run(ref, work, { id });
      expect(settled).toMatchObject({
        status: 'succeeded',
        observation: { revision: expectedRevision },
      });
      expect(await statuses()).toMatchObject({ 2: 'failed', 3: 'deployed' });
    });

    it('23. unlocks after it died before and after marking', async () => {
      await stick();
      const work = await workOn('unlock');
      const id = randomUUID();
      await expect(
        harness.run(ref, work, {
          id,
          onIntent: async () => {
            throw new Died();
          },
        }),
      ).rejects.toThrow(Died);
      const operation = {
        id,
        kind: 'unlock',
        release: ref,
        environment: 'dev',
        work,
        requestedBy: 'user:default/ana',
        expectedRevision: work.baseRevision,
        deadline: new Date(Date.now() + 60_000).toISOString(),
      };
      expect(await status()).toBe('pending-upgrade');
      expect(await harness.engine.recover(operation, here())).toEqual({
        type: 'never-started',
      });
      const { settled } = await harness.run(ref, work, { id });
      expect(settled).toMatchObject({
        status: 'succeeded',
        outcome: { code: 'DONE', title: 'Unlocked' },
      });
      // Marked, and not recorded before it died.
      expect(await harness.engine.recover(operation, here())).toMatchObject({
        type: 'settled',
        status: 'succeeded',
      });
    });

    it('leaves it to a Helm that ended while it was reviewed', async () => {
      await helm('rollback', ref.name, '3');
      await stick();
      const work = await workOn('upgrade');
      await helm('rollback', ref.name, '3');
      await expect(harness.run(ref, work)).rejects.toMatchObject({
        code: 'BASE_CHANGED',
      });
    });

    it('does not touch what somebody may be at work on when it runs', async () => {
      await stick();
      const held = {
        by: 'outside' as const,
        writtenAt: '2026-11-21T00:00:00Z',
        until: '2026-11-21T00:10:00Z',
      };
      harness.options.holder = async () => held;
      for (const [kind, more] of [
        ['unlock', {}],
        ['upgrade', {}],
        ['rollback', { toRevision: 3 }],
        ['uninstall', {}],
        ['reinstall', {}],
      ] as const) {
        await expect(
          harness.run(ref, await workOn(kind, more)),
        ).rejects.toMatchObject({ code: 'STILL_AT_WORK' });
      }
      expect(await status()).toBe('pending-upgrade');
    });
  },
);
