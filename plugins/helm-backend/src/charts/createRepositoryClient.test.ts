import { createServer, type IncomingMessage, type Server } from 'http';
import type { AddressInfo } from 'net';
import type { RepositoryConfig } from '../config/HelmConfig';
import { createRepositoryClient } from './createRepositoryClient';

type Handler = (request: IncomingMessage) => {
  status: number;
  headers?: Record<string, string>;
  body?: string;
};

describe('createRepositoryClient', () => {
  const servers: Server[] = [];
  const seen: { host: string; url: string; authorization?: string }[] = [];

  async function listen(host: string, handler: Handler): Promise<string> {
    const server = createServer((request, response) => {
      seen.push({
        host,
        url: request.url ?? '',
        authorization: request.headers.authorization,
      });
      const answer = handler(request);
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>(resolve =>
      server.listen(0, '127.0.0.1', () => resolve()),
    );
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  afterEach(() => {
    seen.length = 0;
    servers.splice(0).forEach(server => {
      server.closeAllConnections();
      server.close();
    });
  });

  const config = (
    url: string,
    more: Partial<RepositoryConfig> = {},
  ): RepositoryConfig => ({
    name: 'platform',
    url,
    kind: 'http',
    internal: true,
    plainHttp: true,
    credentials: { username: 'portal', password: 'hunter2' },
    ...more,
  });

  it('sends the credentials to the repository and follows its own redirects', async () => {
    const origin = await listen('a', ({ url }) =>
      url === '/old'
        ? { status: 302, headers: { location: '/new' } }
        : { status: 200, body: 'hello' },
    );
    const client = createRepositoryClient(config(origin));
    const response = await client.get(`${origin}/old`, { maxBytes: 100 });
    expect(response.body.toString()).toBe('hello');
    expect(seen.map(call => call.authorization)).toEqual(
      Array(2).fill(`Basic ${btoa('portal:hunter2')}`),
    );
    await client.close();
  });

  it('4. does not follow a redirect to another host', async () => {
    const other = await listen('b', () => ({ status: 200 }));
    const origin = await listen('a', () => ({
      status: 302,
      headers: { location: `${other}/steal` },
    }));
    const client = createRepositoryClient(config(origin));
    await expect(
      client.get(`${origin}/x`, { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'REPOSITORY_NOT_ALLOWED', status: 403 });
    await expect(
      client.get('http://169.254.169.254/latest', { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'REPOSITORY_NOT_ALLOWED' });
    expect(seen.map(call => call.host)).toEqual(['a']);
    await client.close();
  });

  it('refuses a private address on the connected socket unless internal', async () => {
    const origin = await listen('a', () => ({ status: 200 }));
    const url = origin.replace('127.0.0.1', 'localhost');
    const client = createRepositoryClient(config(url, { internal: false }));
    await expect(
      client.get(`${url}/x`, { maxBytes: 100 }),
    ).rejects.toMatchObject({
      code: 'REPOSITORY_NOT_ALLOWED',
      message: expect.stringContaining('private network'),
    });
    expect(seen).toEqual([]);
    await client.close();
  });

  it('refuses a body past the cap and redirects without end', async () => {
    const origin = await listen('a', ({ url }) =>
      url === '/loop'
        ? { status: 302, headers: { location: '/loop' } }
        : { status: 200, body: 'x'.repeat(1000) },
    );
    const client = createRepositoryClient(config(origin));
    await expect(
      client.get(`${origin}/big`, { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'CHART_TOO_LARGE' });
    await expect(
      client.get(`${origin}/loop`, { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE' });
    await client.close();
  });

  it('tells a dead repository', async () => {
    const client = createRepositoryClient(config('http://127.0.0.1:1'));
    await expect(
      client.get('http://127.0.0.1:1/index.yaml', { maxBytes: 100 }),
    ).rejects.toMatchObject({ code: 'REPOSITORY_UNREACHABLE', status: 502 });
    await client.close();
  });
});
