import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalService } from '../services/listen.ts';
import { git } from './command.ts';
import type { Push } from './push.ts';
import { parseRawUrl } from './rawFile.ts';
import { fillSeed, seedRepositories } from './seed.ts';
import { serveGit } from './server.ts';

describe('parseRawUrl', () => {
  it('finds repository, branch and path', () => {
    expect(parseRawUrl('/acme/shop/raw/branch/main/a/b%20c.yaml?x=1')).toEqual({
      repository: 'acme/shop',
      branch: 'main',
      path: 'a/b c.yaml',
    });
  });

  it.each([
    '/acme/shop/raw/branch/main/../../etc/passwd',
    '/acme/shop/raw/branch/main/%2e%2e/x',
    '/../shop/raw/branch/main/x',
    '/acme/shop/raw/branch/--upload-pack/x',
    '/acme/shop/raw/branch/main/',
    '/acme/shop/raw/branch/main/%zz',
  ])('refuses %s', url => {
    expect(parseRawUrl(url)).toBeUndefined();
  });
});

describe('fillSeed', () => {
  it('replaces what it knows and leaves template braces alone', () => {
    expect(
      fillSeed('{{git}} {{ .Values.x }} {{name}}', { git: 'http://g' }),
    ).toBe('http://g {{ .Values.x }} {{name}}');
  });
});

describe('a served repository', () => {
  let folder: string;
  let host: LocalService;
  let webhook: Server;
  const pushes: Push[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'local-cluster-git-'));
    const source = join(folder, 'seed/acme/shop');
    await mkdir(source, { recursive: true });
    await writeFile(join(source, 'README.md'), 'at {{git}}\n');
    await seedRepositories({
      seed: join(folder, 'seed'),
      directory: join(folder, 'git'),
      work: join(folder, 'work'),
      placeholders: { git: 'http://here' },
    });
    webhook = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        pushes.push(JSON.parse(body));
        response.end();
      });
    });
    await new Promise<void>(resolve =>
      webhook.listen(0, '127.0.0.1', () => resolve()),
    );
    const { port } = webhook.address() as AddressInfo;
    host = await serveGit({
      directory: join(folder, 'git'),
      port: 0,
      pushWebhooks: [`http://127.0.0.1:${port}/push`],
      log: line => {
        throw new Error(line);
      },
    });
  });

  afterAll(async () => {
    await host.close();
    await new Promise(resolve => webhook.close(resolve));
    await rm(folder, { recursive: true });
  });

  const raw = (path: string, headers = {}) =>
    fetch(`${host.url}/acme/shop/raw/branch/${path}`, { headers });

  it('gives raw files with the blob as ETag', async () => {
    const first = await raw('main/README.md');
    expect(await first.text()).toBe('at http://here\n');
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{40}"$/);
    const again = await raw('main/README.md', { 'If-None-Match': etag });
    expect(again.status).toBe(304);
    expect((await raw('main/absent')).status).toBe(404);
    expect((await raw('absent/README.md')).status).toBe(404);
    expect((await fetch(`${host.url}/acme/absent/info/refs`)).status).toBe(404);
  });

  it('takes a push, serves it, and tells the webhook what changed', async () => {
    const clone = join(folder, 'clone');
    await git(folder, ['clone', '--quiet', `${host.url}/acme/shop.git`, clone]);
    await writeFile(join(clone, 'values.yaml'), 'a: 1\n');
    await git(clone, ['add', '--all']);
    await git(clone, ['commit', '--quiet', '--message', 'Values']);
    await git(clone, ['push', '--quiet', 'origin', 'main']);
    const commit = (await git(clone, ['rev-parse', 'HEAD'])).trim();

    expect(await (await raw('main/values.yaml')).text()).toBe('a: 1\n');
    while (pushes.length === 0) {
      await new Promise(resolve => setImmediate(resolve));
    }
    expect(pushes).toEqual([
      {
        repository: 'acme/shop',
        ref: 'refs/heads/main',
        commit,
        changed: ['values.yaml'],
      },
    ]);
  });
});
