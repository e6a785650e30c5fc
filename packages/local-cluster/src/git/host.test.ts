import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LocalService } from '../services/listen.ts';
import { git } from './command.ts';
import type { Push } from './push.ts';
import { serveGit } from './server.ts';

let folder: string;
let host: LocalService;
let webhook: Server;
const pushes: Push[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'local-cluster-host-'));
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

function post(path: string, body: unknown, headers = {}) {
  return fetch(`${host.url}${path}`, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
    redirect: 'manual',
  });
}

/** Pushes a file to a branch of a fresh clone. */
async function push(repository: string, branch: string, text: string) {
  const clone = await mkdtemp(join(folder, 'clone-'));
  const url = `${host.url}/${repository}.git`;
  await git(folder, ['clone', '--quiet', url, clone]);
  if (branch !== 'main') {
    await git(clone, ['checkout', '--quiet', '-b', branch]);
  }
  await writeFile(join(clone, 'values.yaml'), text);
  await git(clone, ['add', '--all']);
  await git(clone, ['commit', '--quiet', '--message', 'Values']);
  await git(clone, ['push', '--quiet', 'origin', branch]);
}

describe('a new repository', () => {
  it('is empty, takes a push and is there once', async () => {
    const made = await post('/api/repositories', { name: 'services/new' });
    expect(made.status).toBe(201);
    expect(await made.json()).toEqual({
      name: 'services/new',
      url: `${host.url}/services/new.git`,
    });
    const page = () => fetch(`${host.url}/services/new`);
    expect(await (await page()).text()).toContain('It is empty.');
    await push('services/new', 'main', 'a: 1\n');
    expect(await (await page()).text()).toContain('values.yaml</a>');
    const again = await post('/api/repositories', { name: 'services/new' });
    expect(again.status).toBe(409);
  });

  it.each([
    'x',
    'a/b/c',
    '../x',
    'a/..',
    'api/x',
    'A/x',
    'a/x.git',
    'a/-x',
    'a/x y',
    '',
    7,
    null,
  ])('is not called %j', async name => {
    const { status } = await post('/api/repositories', { name });
    expect(status).toBe(400);
  });
});

describe('a pull request', () => {
  const evil = '<script>alert("x")</script> & \'y\'';

  beforeAll(async () => {
    await post('/api/repositories', { name: 'services/shop' });
    await push('services/shop', 'main', 'a: 1\n');
    await push('services/shop', 'change-1', `a: 2 # ${evil}\n`);
  });

  it('is opened for a branch, once', async () => {
    const draft = { branch: 'change-1', title: evil, description: evil };
    const path = '/api/repositories/services/shop/pulls';
    const opened = await post(path, draft);
    expect(opened.status).toBe(201);
    expect(await opened.json()).toMatchObject({
      number: 1,
      state: 'open',
      url: `${host.url}/services/shop/pulls/1`,
    });
    expect((await post(path, draft)).status).toBe(409);
    const absent = await post(path, { ...draft, branch: 'absent' });
    expect(absent.status).toBe(404);
    const list = await (await fetch(`${host.url}${path}`)).json();
    expect(list.items).toMatchObject([{ number: 1, title: evil }]);
    const one = await (await fetch(`${host.url}${path}/1`)).json();
    expect(one).toMatchObject({ branch: 'change-1', description: evil });
    expect((await fetch(`${host.url}${path}/2`)).status).toBe(404);
  });

  it.each([
    { branch: 'change-1' },
    { title: 'x' },
    { branch: '--all', title: 'x' },
    { branch: 'a..b', title: 'x' },
    { branch: 'change-1', title: ' ' },
    { branch: 'change-1', title: 'x', description: 7 },
  ])('refuses %j', async draft => {
    const path = '/api/repositories/services/shop/pulls';
    expect((await post(path, draft)).status).toBe(400);
  });

  it('is a page on which everything is text', async () => {
    const response = await fetch(`${host.url}/services/shop/pulls/1`);
    expect(response.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const page = await response.text();
    expect(page).not.toContain('<script');
    expect(page).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;');
    expect(page).toContain('<span class="del">-a: 1</span>');
    expect(page).toContain('Merge into main');
    const list = await (await fetch(`${host.url}/services/shop/pulls`)).text();
    expect(list).toContain('#1 &lt;script&gt;');
  });

  it('shows its branch as raw files', async () => {
    const raw = (branch: string) =>
      fetch(`${host.url}/services/shop/raw/branch/${branch}/values.yaml`);
    expect(await (await raw('change-1')).text()).toContain('a: 2');
    expect(await (await raw('main')).text()).toBe('a: 1\n');
  });

  it('is merged by its button only, which tells the webhook', async () => {
    const merge = (origin: string) =>
      fetch(`${host.url}/services/shop/pulls/1/merge`, {
        method: 'POST',
        headers: { origin },
        redirect: 'manual',
      });
    expect((await merge('http://evil.example.com')).status).toBe(403);
    expect((await merge('null')).status).toBe(403);
    pushes.length = 0;
    const merged = await merge(host.url);
    expect(merged.status).toBe(303);
    expect(merged.headers.get('location')).toBe('/services/shop/pulls/1');
    expect(pushes).toMatchObject([
      {
        repository: 'services/shop',
        ref: 'refs/heads/main',
        changed: ['values.yaml'],
      },
    ]);
    const raw = `${host.url}/services/shop/raw/branch/main/values.yaml`;
    expect(await (await fetch(raw)).text()).toContain('a: 2');
    const page = await fetch(`${host.url}/services/shop/pulls/1`);
    const text = await page.text();
    expect(text).toContain('Merged as');
    expect(text).toContain('<span class="del">-a: 1</span>');
    pushes.length = 0;
    expect((await merge(host.url)).status).toBe(303);
    expect(pushes).toEqual([]);
  });

  it('says when both sides changed the same lines', async () => {
    await push('services/shop', 'change-2', 'a: 3\n');
    await push('services/shop', 'main', 'a: 4\n');
    const draft = { branch: 'change-2', title: 'Three' };
    await post('/api/repositories/services/shop/pulls', draft);
    const merged = await post('/services/shop/pulls/2/merge', {});
    expect(merged.status).toBe(409);
    expect((await merged.json()).error).toContain("can't be merged as it is");
  });
});

describe('requests from elsewhere', () => {
  it.each([
    'GET /services/new',
    'GET /services/new/raw/branch/main/README.md',
    'GET /services/new.git/info/refs?service=git-upload-pack',
    'POST /services/new.git/git-receive-pack',
  ])('are refused by the name that they use for this host: %s', async line => {
    const { port } = new URL(host.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = createConnection(Number(port), '127.0.0.1', () =>
        socket.end(
          `${line} HTTP/1.1\r\nHost: rebound.example.com\r\nConnection: close\r\n\r\n`,
        ),
      );
      socket.on('data', chunk => {
        text += chunk;
      });
      socket.once('close', () => resolve(text));
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1.1 403/);
  });

  it('are refused a push from a page of another site', async () => {
    const headers = {
      origin: 'https://elsewhere.example.com',
      'content-type': 'text/plain',
    };
    const { status } = await post('/a/b.git/git-receive-pack', '', headers);
    expect(status).toBe(403);
  });

  it('are refused as anything but JSON', async () => {
    const type = { 'content-type': 'text/plain' };
    const { status } = await post('/api/repositories', { name: 'a/b' }, type);
    expect(status).toBe(415);
  });

  it('find nothing under names that are not there', async () => {
    for (const path of ['/services/absent', '/services/absent/pulls', '/x']) {
      expect((await fetch(`${host.url}${path}`)).status).toBe(404);
    }
  });
});
