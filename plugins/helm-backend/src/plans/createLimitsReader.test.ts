import type { KubeClient } from '../clusters/KubeClient';
import { refusalOf } from '../clusters/kubeErrors';
import { createLimitsReader } from './createLimitsReader';

const reading = (answers: Record<string, { status: number; body?: object }>) =>
  createLimitsReader({
    reader: async () =>
      ({
        async request(_: string, path: string) {
          const { status, body = {} } = answers[path.split('/').at(-1)!];
          const refusal = refusalOf('nonprod', status, body);
          if (refusal) {
            throw refusal;
          }
          return { status, body };
        },
      } as unknown as KubeClient),
  })('dev', 'shop-dev');

const quota = (name: string, spec: object = {}) => ({
  metadata: { name },
  spec: { hard: { pods: '5' }, ...spec },
  status: { hard: { pods: '4' }, used: { pods: '3' } },
});

describe('createLimitsReader', () => {
  it('reads quotas of all pods, with the defaults of containers', async () => {
    expect(
      await reading({
        resourcequotas: {
          status: 200,
          body: {
            items: [
              quota('all'),
              quota('jobs', { scopes: ['Terminating'] }),
              quota('batch', { scopeSelector: {} }),
            ],
          },
        },
        limitranges: {
          status: 200,
          body: {
            items: [
              {
                spec: {
                  limits: [
                    { type: 'Pod', max: { cpu: '4' } },
                    {
                      type: 'Container',
                      default: { cpu: '1' },
                      defaultRequest: { cpu: '100m' },
                    },
                  ],
                },
              },
            ],
          },
        },
      }),
    ).toEqual({
      quotas: [{ name: 'all', hard: { pods: '4' }, used: { pods: '3' } }],
      defaults: { requests: { cpu: '100m' }, limits: { cpu: '1' } },
    });
  });

  it('does without defaults that it may not see', async () => {
    expect(
      await reading({
        resourcequotas: { status: 200, body: { items: [quota('all')] } },
        limitranges: { status: 403 },
      }),
    ).toMatchObject({ defaults: { requests: {}, limits: {} } });
  });

  it('says nothing where there is no quota, or none that it may see', async () => {
    expect(
      await reading({ resourcequotas: { status: 200, body: { items: [] } } }),
    ).toBeUndefined();
    expect(await reading({ resourcequotas: { status: 403 } })).toBeUndefined();
    expect(await reading({ resourcequotas: { status: 404 } })).toBeUndefined();
  });
});
