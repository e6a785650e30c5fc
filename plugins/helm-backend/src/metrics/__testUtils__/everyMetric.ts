import { mockServices } from '@backstage/backend-test-utils';
import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import type { OperationNews } from '../../operations/OperationNews';
import { countNews, countProcesses, observeGauges } from '..';
import type { GaugeSources } from '../observeGauges';
import { anOperationRow } from './anOperationRow';

const NEWS: OperationNews['type'][] = [
  'requested',
  'awaiting-approval',
  'approved',
  'rejected',
  'approval-stale',
  'approval-expired',
  'broke-glass',
  'freeze-overridden',
  'superseded',
  'started',
  'lease-lost',
  'settled',
];

const ENVIRONMENTS = [
  { name: 'dev', cluster: 'nonprod', engine: 'helm' },
  { name: 'prod', cluster: 'prod', engine: 'helm' },
];

/** A portal in which everything has something to tell. */
const SOURCES: GaugeSources = {
  environments: ENVIRONMENTS,
  clusterStatus: name =>
    name === 'dev'
      ? { connected: true, lastContactAt: new Date(95_000).toISOString() }
      : { connected: false, problem: 'refused' },
  loopAges: () => ({ claim: 1_200, recovery: 2_000 }),
  countPending: async () => [
    { environment: 'dev', status: 'queued', operations: 3, oldestMs: 7_000 },
  ],
  countRecent: async () => ({
    releases: [
      {
        release: { cluster: 'nonprod', namespace: 'shop-dev', name: 'shop' },
        environment: 'dev',
        counted: 10,
        succeeded: 9,
      },
    ],
    dropped: 2,
  }),
  countSync: async () => [{ environment: 'dev', halt: 'stopped', releases: 2 }],
  countHeadlines: async () => [
    { environment: 'dev', headline: 'InSync', releases: 12, locked: 0 },
    { environment: 'dev', headline: 'Locked', releases: 1, locked: 1 },
  ],
};

/** Makes every metric of the plugin have a value. */
export function everyMetric(
  metrics: MetricsService,
  options: { sources?: Partial<GaugeSources>; now?: () => number } = {},
) {
  const tell = countNews(metrics, ENVIRONMENTS);
  const onProcess = countProcesses(metrics);
  const logger = mockServices.logger.mock();
  observeGauges({
    metrics,
    sources: { ...SOURCES, ...options.sources },
    logger,
    now: options.now ?? (() => 100_000),
  });
  for (const type of NEWS) {
    const status = type === 'superseded' ? 'superseded' : 'succeeded';
    tell({ type, operation: anOperationRow({ status }) });
  }
  onProcess({ command: 'upgrade', major: 4 })({ exitCode: 0 });
  return { tell, onProcess, logger };
}
