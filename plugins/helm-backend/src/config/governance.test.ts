import { ConfigReader } from '@backstage/config';
import type { JsonObject } from '@backstage/types';
import { readHelmConfig } from './readHelmConfig';

function environment(more: JsonObject) {
  return readHelmConfig(
    new ConfigReader({
      helm: {
        environments: [
          {
            name: 'staging',
            connection: 'inCluster',
            cluster: 'nonprod',
            namespace: '{system}-staging',
          },
          {
            name: 'prod',
            connection: 'inCluster',
            cluster: 'prod',
            namespace: '{system}-prod',
            ...more,
          },
        ],
      },
    }),
  ).environments[1];
}

const path = 'helm.environments[1]';

describe('what governs an environment', () => {
  it('is nothing but a reason, unless it is configured', () => {
    const { approvals, freeze, promotion, reason } = environment({});
    expect({ approvals, freeze, promotion, reason }).toEqual({
      approvals: undefined,
      freeze: [],
      promotion: { required: false, soakSeconds: 0 },
      reason: { required: true, pattern: undefined, hint: undefined },
    });
  });

  it('is read with its defaults', () => {
    expect(
      environment({
        promoteFrom: 'staging',
        approvals: { approvers: ['owner', 'Group:default/Platform'] },
        promotion: { required: true, soak: '30m' },
        reason: { pattern: '[A-Z]+-[0-9]+', hint: 'Name the ticket' },
      }),
    ).toMatchObject({
      approvals: {
        required: 1,
        approvers: ['owner', 'group:default/platform'],
        selfApproval: false,
        breakGlass: false,
        expirySeconds: 86_400,
      },
      promotion: { required: true, soakSeconds: 1800 },
      reason: { required: true, pattern: /[A-Z]+-[0-9]+/ },
    });
  });

  it('takes freezes of both kinds, and days', () => {
    expect(
      environment({
        approvals: { approvers: ['owner'], expiry: '3d' },
        freeze: [
          {
            title: 'Year end',
            start: '2026-12-20T00:00:00+01:00',
            end: '2027-01-03T00:00:00Z',
          },
          { title: 'Weekend', schedule: '0 18 * * 5', duration: '62h' },
        ],
      }),
    ).toMatchObject({
      approvals: { expirySeconds: 259_200 },
      freeze: [
        { type: 'once', start: Date.parse('2026-12-19T23:00:00Z') },
        { type: 'recurring', durationSeconds: 223_200, timeZone: 'UTC' },
      ],
    });
  });

  it.each([
    ['90', 90],
    ['90s', 90],
    ['90m', 5400],
    ['1h30m', 5400],
    ['62h', 223_200],
    ['1d12h', 129_600],
  ])('lets an approval wait for %s', (expiry, seconds) => {
    expect(
      environment({ approvals: { approvers: ['owner'], expiry } }).approvals
        ?.expirySeconds,
    ).toBe(seconds);
  });

  it.each(['', '0s', '1000d', '1w', '-1h', '1.5h'])(
    'refuses to let it wait for %j',
    expiry => {
      expect(() =>
        environment({ approvals: { approvers: ['owner'], expiry } }),
      ).toThrow(`${path}.approvals.expiry must be a duration`);
    },
  );

  it.each<[string, JsonObject, string]>([
    [
      'nobody who approves',
      { approvals: { approvers: [] } },
      `${path}.approvals.approvers`,
    ],
    [
      'an approver that is no user or group',
      { approvals: { approvers: ['owner', 'platform'] } },
      `${path}.approvals.approvers[1] is 'platform': it must be owner, or the full ref`,
    ],
    [
      'no approval at all',
      { approvals: { approvers: ['owner'], required: 0 } },
      `${path}.approvals.required`,
    ],
    [
      'a rule without the environment before',
      { promotion: { required: true } },
      `${path}.promotion.required needs ${path}.promoteFrom`,
    ],
    [
      'a soak without the rule',
      { promoteFrom: 'staging', promotion: { soak: '1h' } },
      `${path}.promotion.soak has no effect`,
    ],
    [
      'a freeze that ends before it begins',
      {
        freeze: [
          {
            title: 'x',
            start: '2027-01-03T00:00:00Z',
            end: '2026-12-20T00:00:00Z',
          },
        ],
      },
      `${path}.freeze[0].end must be after its start`,
    ],
    [
      'a time without its zone',
      {
        freeze: [
          { title: 'x', start: '2026-12-20T00:00', end: '2026-12-21T00:00Z' },
        ],
      },
      `${path}.freeze[0]`,
    ],
    [
      'a schedule of seconds',
      { freeze: [{ title: 'x', schedule: '* * * * * *', duration: '1h' }] },
      `${path}.freeze[0] has the schedule '* * * * * *' in UTC`,
    ],
    [
      'a zone that is nowhere',
      {
        freeze: [
          {
            title: 'x',
            schedule: '0 18 * * 5',
            duration: '1h',
            timeZone: 'Mars/Olympus',
          },
        ],
      },
      `${path}.freeze[0] has the schedule '0 18 * * 5' in Mars/Olympus`,
    ],
    [
      'a pattern that is none',
      { reason: { pattern: '[A-Z' } },
      `${path}.reason.pattern is '[A-Z': it must be a regular expression`,
    ],
    [
      'a key that is not ours',
      { approvals: { approvers: ['owner'], minimum: 2 } },
      `${path}.approvals`,
    ],
  ])('refuses %s', (_, more, message) => {
    expect(() => environment(more)).toThrow(message);
  });
});
