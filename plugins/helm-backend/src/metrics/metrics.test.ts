import type { OperationRow } from '../database/OperationRow';
import { anOperationRow } from './__testUtils__/anOperationRow';
import { everyMetric } from './__testUtils__/everyMetric';
import { startScrape, valueOf } from './__testUtils__/startScrape';

describe('metrics, as Prometheus reads them', () => {
  let scraping: Awaited<ReturnType<typeof startScrape>>;

  beforeEach(async () => {
    scraping = await startScrape();
  });
  afterEach(() => scraping.stop());

  it('tell how operations ended, how long they waited and ran', async () => {
    const { tell } = everyMetric(scraping.service);
    const settle = (changes: Partial<OperationRow>) =>
      tell({ type: 'settled', operation: anOperationRow(changes) });
    settle({ status: 'failed', awaitsFollowUp: true });
    settle({ status: 'rolled-back' });
    settle({ kind: 'rollback', environment: 'prod', startedAt: undefined });
    const text = await scraping.scrape();
    const ended = (outcome: string, kind = 'upgrade') =>
      valueOf(text, 'helm_operations_total', {
        environment: kind === 'rollback' ? 'prod' : 'dev',
        engine: 'helm',
        kind,
        outcome,
      });
    expect(ended('succeeded')).toBe(1);
    // What is still to be put back has not ended; then it has, once.
    expect(ended('failed')).toBe(0);
    expect(ended('rolled-back')).toBe(1);
    expect(ended('superseded')).toBe(1);
    expect(ended('succeeded', 'rollback')).toBe(1);
    const of = { environment: 'dev', kind: 'upgrade' };
    expect(valueOf(text, 'helm_operation_wait_seconds_sum', of)).toBe(2);
    expect(valueOf(text, 'helm_operation_wait_seconds_count', of)).toBe(1);
    const run = { ...of, outcome: 'succeeded' };
    expect(valueOf(text, 'helm_operation_run_seconds_sum', run)).toBe(30);
    expect(
      valueOf(text, 'helm_operation_run_seconds_bucket', { ...run, le: '30' }),
    ).toBe(1);
  });

  it('count a wait once, however often an operation is tried', async () => {
    const { tell } = everyMetric(scraping.service);
    const start = (changes: Partial<OperationRow>) =>
      tell({ type: 'started', operation: anOperationRow(changes) });
    start({ attempt: 2 });
    // Handed back by a replica that shut down: its first start is older.
    start({ availableAt: 110_000 });
    expect(
      valueOf(await scraping.scrape(), 'helm_operation_wait_seconds_count'),
    ).toBe(1);
  });

  it('tell approvals, freezes, leases and processes', async () => {
    everyMetric(scraping.service);
    const text = await scraping.scrape();
    for (const decision of [
      'approved',
      'rejected',
      'stale',
      'expired',
      'broke-glass',
    ]) {
      expect(
        valueOf(text, 'helm_approvals_total', { environment: 'dev', decision }),
      ).toBe(1);
    }
    expect(
      valueOf(text, 'helm_freeze_overrides_total', { environment: 'dev' }),
    ).toBe(1);
    expect(
      valueOf(text, 'helm_lease_losses_total', {
        environment: 'dev',
        kind: 'upgrade',
      }),
    ).toBe(1);
    expect(
      valueOf(text, 'helm_processes_total', { command: 'upgrade', helm: '4' }),
    ).toBe(1);
  });

  it('show queue, loops, releases and clusters as they are', async () => {
    everyMetric(scraping.service);
    const text = await scraping.scrape();
    const dev = { environment: 'dev' };
    const queued = { ...dev, status: 'queued' };
    expect(valueOf(text, 'helm_operations_pending', queued)).toBe(3);
    expect(valueOf(text, 'helm_operations_oldest_seconds', queued)).toBe(7);
    expect(
      valueOf(text, 'helm_worker_loop_age_seconds', { loop: 'claim' }),
    ).toBe(1.2);
    expect(valueOf(text, 'helm_releases', { ...dev, headline: 'InSync' })).toBe(
      12,
    );
    expect(valueOf(text, 'helm_releases_locked', dev)).toBe(1);
    expect(valueOf(text, 'helm_releases_locked', { environment: 'prod' })).toBe(
      0,
    );
    const stopped = { ...dev, halt: 'stopped' };
    expect(valueOf(text, 'helm_sync_halted', stopped)).toBe(2);
    const shop = { ...dev, namespace: 'shop-dev', release: 'shop' };
    expect(valueOf(text, 'helm_release_recent_success_ratio', shop)).toBe(0.9);
    expect(valueOf(text, 'helm_release_recent_operations', shop)).toBe(10);
    expect(valueOf(text, 'helm_release_recent_dropped')).toBe(2);
    const connected = (cluster: string) =>
      valueOf(text, 'helm_cluster_connected', { cluster });
    expect([connected('nonprod'), connected('prod')]).toEqual([1, 0]);
    expect(
      valueOf(text, 'helm_cluster_contact_age_seconds', { cluster: 'nonprod' }),
    ).toBe(5);
  });

  it('tell nothing of a worker that has not started', async () => {
    everyMetric(scraping.service, { sources: { loopAges: () => undefined } });
    expect(await scraping.scrape()).not.toContain('loop_age_seconds{');
  });

  it('ask the database seldom, however often they are read', async () => {
    let time = 0;
    const countPending = jest.fn(async () => []);
    const countRecent = jest.fn(async () => ({ releases: [], dropped: 0 }));
    const countHeadlines = jest.fn(async () => []);
    const sources = { countPending, countRecent, countHeadlines };
    everyMetric(scraping.service, { now: () => time, sources });
    for (; time < 60_000; time += 5_000) {
      await scraping.scrape();
    }
    expect(countPending).toHaveBeenCalledTimes(6);
    expect(countHeadlines).toHaveBeenCalledTimes(2);
    expect(countRecent).toHaveBeenCalledTimes(1);
  });

  it('leave out what can not be read, and tell the rest', async () => {
    const { logger } = everyMetric(scraping.service, {
      sources: { countPending: () => Promise.reject(new Error('away')) },
    });
    const text = await scraping.scrape();
    expect(text).not.toContain('helm_operations_pending{');
    expect(valueOf(text, 'helm_release_recent_dropped')).toBe(2);
    expect(logger.warn).toHaveBeenCalledWith(
      'helm.operations.pending could not be read: Error: away',
    );
  });

  it('stay as few, whatever people write and however much happens', async () => {
    const { tell } = everyMetric(scraping.service);
    const size = async () => (await scraping.scrape()).length;
    const before = (await scraping.scrape()).split('\n').length;
    for (let count = 0; count < 5_000; count += 1) {
      tell({
        type: count % 2 ? 'started' : 'settled',
        by: `user:default/u${count}`,
        reason: `because ${count}`,
        operation: anOperationRow({
          id: `op-${count}`,
          release: { cluster: 'c', namespace: `n${count}`, name: `r${count}` },
          requestedBy: `user:default/u${count}`,
          reason: `because ${count}`,
          toVersion: `1.0.${count}`,
        }),
      });
    }
    expect((await scraping.scrape()).split('\n')).toHaveLength(before);
    // Kinds are an open set: one that nobody knows is no label.
    for (let count = 0; count < 100; count += 1) {
      tell({
        type: 'settled',
        operation: anOperationRow({ kind: `kind-${count}` }),
      });
    }
    const text = await scraping.scrape();
    expect(text).not.toMatch(/kind-|because|user:|op-\d/);
    expect(valueOf(text, 'helm_operations_total', { kind: 'other' })).toBe(100);
    expect(await size()).toBeLessThan(30_000);
  });
});
