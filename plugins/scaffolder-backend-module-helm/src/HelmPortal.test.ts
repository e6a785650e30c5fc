import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { HelmPortal } from './HelmPortal';

describe('HelmPortal', () => {
  it('asks the Helm backend in the name of the initiator', async () => {
    const requests: Request[] = [];
    const portal = new HelmPortal({
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://backend/api/${id}`,
      }),
      fetch: async (input, init) => {
        requests.push(new Request(input, init));
        return Response.json({ items: [], stale: false });
      },
    });
    const api = portal.api(async () =>
      mockCredentials.user('user:default/ana'),
    );
    await api.history({ cluster: 'c', namespace: 'n', name: 'r' });
    expect(requests[0].url).toBe(
      'http://backend/api/helm/clusters/c/namespaces/n/releases/r/history',
    );
    expect(requests[0].headers.get('authorization')).toBe(
      mockCredentials.service.header({
        onBehalfOf: mockCredentials.user('user:default/ana'),
        targetPluginId: 'helm',
      }),
    );
  });

  it('links to operations when it knows its address', () => {
    const options = {
      auth: mockServices.auth.mock(),
      discovery: mockServices.discovery.mock(),
      fetch,
    };
    const portal = new HelmPortal({ ...options, appBaseUrl: 'https://p/x/' });
    expect(portal.operationUrl('o/1')).toBe(
      'https://p/x/helm/operations/o%2F1',
    );
    expect(new HelmPortal(options).operationUrl('o1')).toBeUndefined();
  });
});
