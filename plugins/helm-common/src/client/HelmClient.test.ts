import { HelmClient } from './HelmClient';

function client(status: number, body: unknown) {
  const calls: { url: string; init?: RequestInit }[] = [];
  const fetch = async (url: unknown, init?: RequestInit) => {
    calls.push({ url: String(url), init });
    return new Response(JSON.stringify(body), { status });
  };
  const api = new HelmClient({
    discoveryApi: { getBaseUrl: async id => `http://portal/api/${id}` },
    fetchApi: { fetch: fetch as typeof globalThis.fetch },
  });
  return { api, calls };
}

const ref = { cluster: 'non prod', namespace: 'shop-dev', name: 'storefront' };

describe('HelmClient', () => {
  it('asks at the address of the route, with names escaped', async () => {
    const { api, calls } = client(200, { items: [], stale: false });
    await api.history(ref);
    expect(calls[0].url).toBe(
      'http://portal/api/helm/clusters/non%20prod/namespaces/shop-dev/releases/storefront/history',
    );
  });

  it('leaves out filters that are not set', async () => {
    const { api, calls } = client(200, { items: [] });
    await api.operations({ release: ref, environment: undefined, limit: 5 });
    expect(new URL(calls[0].url).search).toBe(
      '?limit=5&release=non+prod%2Fshop-dev%2Fstorefront',
    );
  });

  it('sends the idempotency key with an operation', async () => {
    const { api, calls } = client(400, { error: { message: 'no' } });
    await expect(
      api.createOperation({ plan: 'p1', reason: 'why' }, 'p1'),
    ).rejects.toThrow('no');
    const { method, headers, body } = calls[0].init ?? {};
    expect(method).toBe('POST');
    expect(new Headers(headers).get('idempotency-key')).toBe('p1');
    expect(JSON.parse(String(body))).toEqual({ plan: 'p1', reason: 'why' });
  });

  it('throws what the server refused: code, field, way out, details', async () => {
    const { api } = client(409, {
      error: {
        name: 'HelmError',
        message: 'An upgrade is running.',
        code: 'RELEASE_BUSY',
        field: 'plan',
        wayOut: 'Wait for it.',
        details: { operation: 'o1' },
      },
    });
    await expect(api.environments()).rejects.toMatchObject({
      name: 'HelmApiError',
      status: 409,
      code: 'RELEASE_BUSY',
      field: 'plan',
      message: 'An upgrade is running.',
      wayOut: 'Wait for it.',
      details: { operation: 'o1' },
    });
  });

  it('names the status where the answer is no error of ours', async () => {
    const { api } = client(502, 'Bad gateway');
    await expect(api.environments()).rejects.toMatchObject({
      code: 'HTTP_502',
    });
  });

  it('refuses an answer of another shape instead of passing it on', async () => {
    const { api } = client(200, { items: [{ name: 1 }] });
    await expect(api.environments()).rejects.toMatchObject({
      code: 'ANSWER_NOT_UNDERSTOOD',
    });
  });

  it('says that the portal could not be reached', async () => {
    const api = new HelmClient({
      discoveryApi: { getBaseUrl: async () => 'http://portal' },
      fetchApi: {
        fetch: async () => {
          throw new TypeError('fetch failed');
        },
      },
    });
    await expect(api.environments()).rejects.toMatchObject({
      code: 'PORTAL_UNREACHABLE',
      status: 0,
    });
  });
});
