import { HttpKubeClient } from './HttpKubeClient';
import { startFakeApiServer } from './__testUtils__/startFakeApiServer';

function clientOf(server: string) {
  return new HttpKubeClient('nonprod', {
    endpoint: { server, skipTlsVerify: false },
    sign: async () => ({ headers: {} }),
  });
}

describe('HttpKubeClient', () => {
  it('gives watch events line by line, however the stream is cut', async () => {
    const server = await startFakeApiServer(() => ({
      chunks: [
        '{"type":"ADDED","object":{"n":1}}\n{"type":"MOD',
        'IFIED","object":{"n":"é"}}\n',
      ],
    }));
    const events: any[] = [];
    await clientOf(server.url).watch('/api/v1/secrets', {
      query: { labelSelector: 'owner=helm' },
      signal: new AbortController().signal,
      onEvent: event => events.push(event),
    });
    expect(events).toEqual([
      { type: 'ADDED', object: { n: 1 } },
      { type: 'MODIFIED', object: { n: 'é' } },
    ]);
    expect(server.seen[0].url).toContain('watch=true');
    await server.close();
  });

  it('reports an expired resource version as an event', async () => {
    const server = await startFakeApiServer(() => ({
      status: 410,
      body: { kind: 'Status', code: 410 },
    }));
    const events: any[] = [];
    await clientOf(server.url).watch('/api/v1/secrets', {
      query: {},
      signal: new AbortController().signal,
      onEvent: event => events.push(event),
    });
    expect(events).toEqual([
      { type: 'ERROR', object: { kind: 'Status', code: 410 } },
    ]);
    await server.close();
  });

  it('gives up when the server never answers', async () => {
    const server = await startFakeApiServer(() => ({ hangs: true }));
    await expect(
      clientOf(server.url).request('GET', '/x', { timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: 'CLUSTER_UNREACHABLE' });
    await server.close();
  });

  it('cuts text at the limit', async () => {
    const server = await startFakeApiServer(() => ({
      chunks: ['one\n', 'two\n', 'three\n'],
    }));
    const text = await clientOf(server.url).text('/log', { limitBytes: 6 });
    expect(text).toBe('one\ntw');
    await server.close();
  });
});
