import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { reasonProblem } from './checkReason';

const ticket: EnvironmentConfig['reason'] = {
  required: true,
  pattern: /[A-Z]+-[0-9]+/,
  hint: 'Name the ticket, such as SHOP-123.',
};

describe('reasonProblem', () => {
  it.each<[string, Partial<EnvironmentConfig['reason']>, string, string]>([
    ['upgrade', {}, 'SHOP-1: new banner', 'fine'],
    ['upgrade', {}, 'new banner', 'REASON_PATTERN'],
    ['upgrade', {}, '  ', 'REASON_REQUIRED'],
    ['upgrade', {}, '', 'REASON_REQUIRED'],
    ['upgrade', { required: false }, '', 'fine'],
    ['upgrade', { required: false }, 'new banner', 'REASON_PATTERN'],
    ['upgrade', { pattern: undefined }, 'new banner', 'fine'],
    ['rollback', {}, 'checkout is down', 'fine'],
    ['rollback', {}, '', 'REASON_REQUIRED'],
    ['unlock', { required: false }, '', 'REASON_REQUIRED'],
    ['unlock', {}, 'nobody works on it', 'fine'],
    ['test', {}, '', 'fine'],
  ])('%s with %j and reason %j: %s', (kind, rule, reason, code) => {
    const problem = reasonProblem(
      { reason: { ...ticket, ...rule } },
      operationKinds.get(kind)!,
      reason,
    );
    expect(problem?.code ?? 'fine').toBe(code);
  });

  it('says what would be right', () => {
    expect(
      reasonProblem({ reason: ticket }, operationKinds.get('upgrade')!, 'x'),
    ).toMatchObject({
      field: 'reason',
      wayOut: 'Name the ticket, such as SHOP-123.',
    });
  });
});
