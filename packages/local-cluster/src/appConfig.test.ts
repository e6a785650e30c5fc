import { appConfig } from './appConfig.ts';
import type { ClusterState } from './state.ts';

const cluster = (name: string, readers: Record<string, string>) =>
  ({
    name,
    url: `https://127.0.0.1/${name}`,
    tokens: { kubernetesPlugin: '/t', readers },
  } as ClusterState);

describe('appConfig', () => {
  const config = appConfig(
    {
      chartRepository: 'http://127.0.0.1:1',
      ociRegistry: 'oci://127.0.0.1:2/charts',
      git: 'http://127.0.0.1:3',
      clusters: [
        cluster('nonprod', { dev: '/t/dev', staging: '/t/staging' }),
        cluster('prod', { prod: '/t/prod' }),
      ],
    },
    {
      nonprod: { token: 'n', caData: 'N' },
      prod: { token: 'p', caData: 'P' },
    },
    new Date('2026-11-21T23:30:00Z'),
  );

  it('lets Backstage read Git on its port only', () => {
    expect(config).toMatchObject({
      backend: { reading: { allow: [{ host: '127.0.0.1:3' }] } },
      localGit: { url: 'http://127.0.0.1:3' },
    });
  });

  it('gives each environment its cluster, reader and place in the order', () => {
    expect(config).toMatchObject({
      helm: {
        environments: [
          {
            name: 'dev',
            default: true,
            cluster: 'nonprod',
            identity: { reader: { tokenFile: '/t/dev' } },
            namespace: '{system}-dev',
          },
          {
            name: 'staging',
            promoteFrom: 'dev',
            identity: { reader: { tokenFile: '/t/staging' } },
            baseline: { enabled: true, ownerRole: 'helm-namespace-owner' },
          },
          {
            name: 'prod',
            tier: 'prod',
            promoteFrom: 'staging',
            approvals: {
              required: 1,
              approvers: ['group:default/platform'],
              selfApproval: false,
              breakGlass: true,
            },
            cluster: 'prod',
            identity: { reader: { tokenFile: '/t/prod' } },
          },
        ],
      },
    });
  });

  it('follows one example and what the template makes, everywhere, and no other', () => {
    const sync = {
      mode: 'automatic',
      trustedLocations: [
        'http://127.0.0.1:3/acme/newsletter/raw/branch/main/**',
        'http://127.0.0.1:3/services/*/raw/branch/main/**',
      ],
    };
    expect(config).toMatchObject({
      helm: { environments: [{ sync }, { sync }, { sync }] },
    });
  });

  it('freezes the governed environment next week, and no other ever', () => {
    expect(config).toMatchObject({
      helm: {
        environments: [
          expect.not.objectContaining({ freeze: expect.anything() }),
          expect.not.objectContaining({ freeze: expect.anything() }),
          {
            freeze: [
              {
                title: 'Stocktaking',
                start: '2026-11-28T18:00:00.000Z',
                end: '2026-11-30T06:00:00.000Z',
              },
            ],
          },
        ],
      },
    });
  });
});
