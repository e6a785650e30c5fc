import { parseManifest } from '@backstage-helm/plugin-helm-common';
import { stringify } from 'yaml';
import { quotaDemand } from './quotaDemand';
import { quotaFindings, type Quota } from './quotaFindings';

const objects = (...all: object[]) =>
  parseManifest(all.map(each => `---\n${stringify(each)}`).join('')).objects;

const deployment = (
  replicas: number | undefined,
  resources: object,
  more: object = {},
) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    replicas,
    template: { spec: { containers: [{ name: 'web', resources }], ...more } },
  },
});

const quota = (hard: Record<string, string>, used: Record<string, string>) => ({
  quotas: [{ name: 'team', hard, used } satisfies Quota],
  defaults: { requests: {}, limits: {} },
});

describe('quotaDemand', () => {
  it('counts pods, what they request, and what else takes quota', () => {
    expect(
      quotaDemand(
        objects(
          deployment(3, {
            requests: { cpu: '250m' },
            limits: { memory: '1Gi' },
          }),
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            metadata: { name: 'db' },
            spec: {
              replicas: 2,
              template: { spec: { containers: [{ name: 'db' }] } },
              volumeClaimTemplates: [
                {
                  spec: {
                    storageClassName: 'fast',
                    resources: { requests: { storage: '10Gi' } },
                  },
                },
              ],
            },
          },
          {
            apiVersion: 'v1',
            kind: 'Service',
            metadata: { name: 'web' },
            spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
          },
        ),
      ),
    ).toMatchObject({
      pods: 5,
      'requests.cpu': 0.75,
      cpu: 0.75,
      // The limit is the request where there is none.
      'requests.memory': 3 * 2 ** 30,
      'limits.memory': 3 * 2 ** 30,
      'requests.storage': 20 * 2 ** 30,
      'fast.storageclass.storage.k8s.io/requests.storage': 20 * 2 ** 30,
      persistentvolumeclaims: 2,
      services: 1,
      'services.loadbalancers': 1,
      'services.nodeports': 1,
      'count/deployments.apps': 1,
    });
  });

  it('takes the defaults of the namespace, and the largest moment of a pod', () => {
    const demand = quotaDemand(
      objects(
        deployment(
          undefined,
          {},
          {
            initContainers: [
              { name: 'migrate', resources: { requests: { cpu: '2' } } },
              {
                name: 'proxy',
                restartPolicy: 'Always',
                resources: { requests: { cpu: '100m' } },
              },
            ],
          },
        ),
      ),
      { requests: { cpu: '200m' }, limits: { cpu: '1' } },
    );
    expect(demand['requests.cpu']).toBe(2);
    expect(demand['limits.cpu']).toBe(2);
  });
});

describe('quotaFindings', () => {
  const small = objects(deployment(1, { requests: { cpu: '500m' } }));
  const large = objects(deployment(2, { requests: { cpu: '500m' } }));

  it('says by how much a deploy goes over', () => {
    const findings = quotaFindings(
      quota({ 'requests.cpu': '2' }, { 'requests.cpu': '1900m' }),
      small,
      large,
    );
    expect(findings).toMatchObject([
      {
        level: 'accept',
        code: 'QUOTA_EXCEEDED',
        what: 'Goes over the quota team: requests.cpu 1.9 of 2; this deploy would need 2.4.',
      },
    ]);
  });

  it('says nothing of what fits, or is not raised', () => {
    const full = quota({ 'requests.cpu': '2' }, { 'requests.cpu': '2' });
    expect(quotaFindings(full, large, large)).toEqual([]);
    expect(quotaFindings(full, large, small)).toEqual([]);
    expect(
      quotaFindings(quota({ pods: '2' }, { pods: '1' }), small, large),
    ).toEqual([]);
  });

  it('counts what is asked for but could not start', () => {
    expect(
      quotaFindings(quota({ pods: '1' }, { pods: '0' }), small, large),
    ).toMatchObject([
      {
        what: 'Goes over the quota team: pods 0 of 1; this deploy would need 2.',
      },
    ]);
  });
});
