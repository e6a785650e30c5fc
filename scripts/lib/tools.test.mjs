import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmod,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  after,
  afterEach,
  before,
  beforeEach,
  describe,
  test,
} from 'node:test';
import { sha256, startPublisher } from './publisher.mjs';
import { resolveTools } from './tools.mjs';

const platform = { os: 'linux', arch: 'x64' };

const program = version => `#!/bin/sh\necho "tool v${version}"\n`;

async function writeProgram(path, version) {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, program(version));
  await chmod(path, 0o755);
  return path;
}

describe('resolveTools', () => {
  let top;
  let folder;
  let publisher;
  let files;

  before(async () => {
    top = await mkdtemp(join(tmpdir(), 'tools-'));
  });
  after(() => rm(top, { recursive: true }));
  beforeEach(async () => {
    folder = await mkdtemp(join(top, 'case-'));
    files = {};
    publisher = await startPublisher(files);
  });
  afterEach(() => publisher.stop());

  const table = changes => ({
    tool: {
      version: '1.2.3',
      folder: 'tool-{version}-{platform}',
      binaries: {
        tool: {
          env: 'THE_TOOL',
          commands: ['tool'],
          versionArgs: ['--version'],
          accepts: '>=1.2 <1.3',
        },
      },
      downloads: [
        {
          url: `${publisher.url}/tool-v{version}-{os}-{arch}.tar.gz`,
          checksum: { file: `${publisher.url}/SHA256SUMS` },
          binaries: { tool: 'tool-{os}-{arch}/tool' },
        },
      ],
      mend: 'Install the tool.',
      ...changes,
    },
  });

  const resolve = (options = {}) =>
    resolveTools(['tool'], {
      platform,
      cache: join(folder, 'cache'),
      env: { PATH: join(folder, 'bin') },
      go: undefined,
      table: table(),
      ...options,
    });

  const cached = () =>
    join(folder, 'cache', 'tools', 'tool-1.2.3-linux-x64', 'tool');

  async function publish() {
    await writeProgram(join(folder, 'tool-linux-amd64', 'tool'), '1.2.3');
    const archive = join(folder, 'archive.tar.gz');
    execFileSync('tar', ['-czf', archive, '-C', folder, 'tool-linux-amd64']);
    const bytes = await readFile(archive);
    files['/tool-v1.2.3-linux-amd64.tar.gz'] = bytes;
    files['/SHA256SUMS'] = Buffer.from(
      `${sha256(bytes)}  tool-v1.2.3-linux-amd64.tar.gz\n`,
    );
  }

  test('takes the program that the environment names', async () => {
    const named = await writeProgram(join(folder, 'mine', 'tool'), '1.2.9');
    await writeProgram(join(folder, 'bin', 'tool'), '1.2.0');
    const env = { PATH: join(folder, 'bin'), THE_TOOL: named };
    assert.deepEqual(await resolve({ env }), { tool: named });
  });

  test('refuses a named program of another version instead of taking a second one', async () => {
    const named = await writeProgram(join(folder, 'mine', 'tool'), '1.1.0');
    await writeProgram(join(folder, 'bin', 'tool'), '1.2.0');
    const env = { PATH: join(folder, 'bin'), THE_TOOL: named };
    await assert.rejects(
      resolve({ env }),
      /THE_TOOL .* is 1\.1\.0, needed is/s,
    );
  });

  test('takes one on PATH with a fitting version', async () => {
    const path = await writeProgram(join(folder, 'bin', 'tool'), '1.2.0');
    assert.deepEqual(await resolve(), { tool: path });
  });

  test('passes over one on PATH of another minor and takes the cached one', async () => {
    await writeProgram(join(folder, 'bin', 'tool'), '1.3.0');
    await writeProgram(cached(), '1.2.3');
    assert.deepEqual(await resolve(), { tool: cached() });
  });

  test('downloads, checks, unpacks; and keeps it for the next time', async () => {
    await publish();
    const env = { PATH: `${join(folder, 'bin')}:${process.env.PATH}` };
    assert.deepEqual(await resolve({ env }), { tool: cached() });
    assert.equal(await readFile(cached(), 'utf8'), program('1.2.3'));
    const asked = publisher.requests.length;
    assert.deepEqual(await resolve({ env }), { tool: cached() });
    assert.equal(publisher.requests.length, asked);
  });

  test('two starts at once download once', async () => {
    await publish();
    const env = { PATH: process.env.PATH };
    await Promise.all([resolve({ env }), resolve({ env })]);
    assert.equal(
      publisher.requests.filter(path => path.includes('tar.gz')).length,
      1,
    );
  });

  test('refuses a download that is not the pinned one', async () => {
    await publish();
    const pinned = table();
    pinned.tool.downloads[0].sha256 = { 'linux-x64': 'd'.repeat(64) };
    await assert.rejects(
      resolve({ table: pinned }),
      /the publisher's SHA-256 is not the pinned one/,
    );
  });

  test('lists what was tried, and the mend', async () => {
    await writeProgram(join(folder, 'bin', 'tool'), '1.3.0');
    const build = { go: { module: 'none', packages: { tool: 'x/y' } } };
    await assert.rejects(resolve({ table: table(build) }), error => {
      assert.equal(
        error.message.replaceAll(folder, '').replaceAll(publisher.url, 'URL'),
        [
          'tool 1.2.3 (tool) is neither here nor could it be brought. Tried:',
          '  - THE_TOOL: not set',
          '  - PATH: /bin/tool is 1.3.0, needed is >=1.2 <1.3',
          '  - cache folder: not in /cache/tools/tool-1.2.3-linux-x64',
          '  - official download: URL/SHA256SUMS: HTTP 404',
          '  - build from Go modules: there is no go on PATH',
          'Mend: Install the tool.',
        ].join('\n'),
      );
      return true;
    });
  });

  test('says when there is no official download for the platform', async () => {
    const elsewhere = table();
    elsewhere.tool.downloads[0].platforms = ['linux-arm64'];
    await assert.rejects(
      resolve({ table: elsewhere }),
      /official download: none for linux-x64/,
    );
  });
});
