import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withHastyDev, withPeakSeason } from './peakSeason.mjs';

const prod = {
  name: 'prod',
  cluster: 'prod',
  promoteFrom: 'staging',
  approvals: { required: 1, approvers: ['group:default/platform'] },
  namespace: '{system}-prod',
  namespaces: [{ match: '{system}-prod' }],
  freeze: [{ title: 'Stocktaking', start: 'later', end: 'later' }],
};

test('payments’ half of production is an environment that is frozen now', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const [dev, shop, peak] = withPeakSeason([{ name: 'dev' }, prod], now);
  assert.deepEqual(dev, { name: 'dev' });
  assert.deepEqual(shop, {
    ...prod,
    namespace: 'shop-prod',
    namespaces: [{ match: 'shop-prod', owners: ['group:default/team-web'] }],
  });
  assert.deepEqual(peak, {
    name: 'peak',
    cluster: 'prod',
    approvals: prod.approvals,
    namespace: 'payments-prod',
    namespaces: [
      { match: 'payments-prod', owners: ['group:default/team-payments'] },
    ],
    freeze: [
      {
        title: 'Peak season',
        start: '2026-11-20T12:00:00.000Z',
        end: '2026-11-22T12:00:00.000Z',
      },
    ],
  });
});

test('a dead Helm is not waited for long in dev, and nowhere else', () => {
  const dev = { name: 'dev', defaults: { timeout: '1m' } };
  assert.deepEqual(withHastyDev([dev, prod]), [
    { name: 'dev', defaults: { timeout: '1m', outsideTimeout: '12s' } },
    prod,
  ]);
});
