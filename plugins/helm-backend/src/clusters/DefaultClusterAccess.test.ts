import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigReader } from '@backstage/config';
import { parse } from 'yaml';
import { readHelmConfig } from '../config/readHelmConfig';
import { DefaultClusterAccess } from './DefaultClusterAccess';
import { startFakeApiServer } from './__testUtils__/startFakeApiServer';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helm-access-'));
});
afterAll(() => rm(folder, { recursive: true }));

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map(close => close()));
});

async function setup(
  options: { isAdmin?: boolean; identity?: object; connection?: object } = {},
) {
  const server = await startFakeApiServer((request, body) => {
    if (request.url!.endsWith('/selfsubjectaccessreviews')) {
      return { status: 201, body: { status: { allowed: !!options.isAdmin } } };
    }
    if (request.url!.endsWith('/token')) {
      return request.url!.includes('/shop-dev/')
        ? {
            status: 201,
            body: {
              status: {
                token: `minted-${body.spec.expirationSeconds}`,
                expirationTimestamp: '2026-11-21T02:00:00Z',
              },
            },
          }
        : { status: 404, body: { message: 'serviceaccounts not found' } };
    }
    if (request.url === '/version') {
      return { body: { gitVersion: 'v1.36.3' } };
    }
    if (request.url === '/api') {
      return { body: { items: [{ versions: [{ version: 'v1' }] }] } };
    }
    if (request.url === '/apis') {
      return {
        body: {
          items: [
            {
              metadata: { name: 'apps' },
              versions: [
                {
                  version: 'v1',
                  resources: [{ responseKind: { kind: 'Deployment' } }],
                },
              ],
            },
          ],
        },
      };
    }
    return request.url === '/forbidden'
      ? { status: 403, body: { message: 'secrets is forbidden' } }
      : { body: {} };
  });
  const config = readHelmConfig(
    new ConfigReader({
      helm: {
        environments: [
          {
            name: 'dev',
            cluster: 'nonprod',
            connection: options.connection ?? {
              server: server.url,
              token: 'own',
              // client-node speaks plain HTTP only without verification.
              skipTlsVerify: true,
            },
            identity: options.identity,
            namespace: '{system}-dev',
          },
        ],
      },
    } as any),
  );
  const access = new DefaultClusterAccess({ config, now: () => 0 });
  closers.push(() => access.close(), server.close);
  return { access, server };
}

describe('DefaultClusterAccess', () => {
  it('mints a deployer in the target namespace and writes a kubeconfig that holds only that', async () => {
    const { access } = await setup();
    const deployer = await access.deployer('dev', 'shop-dev', {
      expiresInSeconds: 900,
    });
    expect(deployer.secrets).toEqual(['minted-900']);
    expect(parse(deployer.kubeconfig)).toMatchObject({
      'current-context': 'operation',
      users: [{ user: { token: 'minted-900' } }],
      contexts: [{ name: 'operation', context: { namespace: 'shop-dev' } }],
    });
  });

  it('names the missing service account', async () => {
    const { access } = await setup();
    await expect(
      access.deployer('dev', 'other', { expiresInSeconds: 60 }),
    ).rejects.toMatchObject({
      code: 'CLUSTER_CREDENTIALS_REFUSED',
      message: expect.stringContaining('other/helm-deployer'),
    });
  });

  it('refuses an identity that may do everything unless that was asked for', async () => {
    const { access } = await setup({ isAdmin: true });
    await expect(access.reader('dev')).rejects.toMatchObject({
      code: 'CLUSTER_CREDENTIALS_REFUSED',
      field: 'helm.environments.dev.identity',
    });
    const allowed = await setup({
      isAdmin: true,
      identity: { allowAdmin: true },
    });
    await expect(allowed.access.reader('dev')).resolves.toMatchObject({
      cluster: 'nonprod',
    });
  });

  it('reads a token file again when it changes', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'first\n');
    const { access, server } = await setup({
      identity: { reader: { tokenFile } },
    });
    const reader = await access.reader('dev');
    await writeFile(tokenFile, 'second\n');
    await reader.request('GET', '/x');
    expect(server.seen.map(entry => entry.authorization)).toEqual([
      'Bearer first',
      'Bearer second',
    ]);
  });

  it('gives capabilities as charts ask for them, once', async () => {
    const { access, server } = await setup();
    const wanted = {
      kubeVersion: 'v1.36.3',
      apiVersions: ['apps/v1', 'apps/v1/Deployment', 'v1'],
    };
    expect(await access.capabilities('dev')).toEqual(wanted);
    expect(await access.capabilities('dev')).toEqual(wanted);
    expect(server.seen.filter(entry => entry.url === '/version')).toHaveLength(
      1,
    );
  });

  it('turns 403 and silence into typed errors', async () => {
    const { access, server } = await setup();
    const reader = await access.reader('dev');
    await expect(reader.request('GET', '/forbidden')).rejects.toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      message: expect.stringContaining('secrets is forbidden'),
    });
    await server.close();
    await expect(reader.request('GET', '/x')).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      status: 503,
    });
  });

  it('refuses a kubeconfig whose user runs a program, unless allowed', async () => {
    const file = join(folder, 'kubeconfig');
    await writeFile(
      file,
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
        users: [
          {
            name: 'u',
            user: {
              exec: {
                apiVersion: 'client.authentication.k8s.io/v1',
                command: '/bin/false',
              },
            },
          },
        ],
        contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
      }),
    );
    const { access } = await setup({
      connection: { kubeconfig: file, context: 'x' },
    });
    await expect(access.reader('dev')).rejects.toMatchObject({
      code: 'CLUSTER_CREDENTIALS_REFUSED',
      message: expect.stringContaining('credential plugin'),
    });
    const other = await setup({
      connection: { kubeconfig: file, context: 'y' },
    });
    await expect(other.access.reader('dev')).rejects.toMatchObject({
      message: expect.stringContaining("no context 'y'"),
    });
  });
});
