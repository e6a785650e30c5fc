import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { download } from './download.mjs';
import { sha256, startPublisher } from './publisher.mjs';

const body = randomBytes(400_000);

describe('download', () => {
  let folder;
  let publisher;
  let to;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'download-'));
  });
  after(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    publisher = await startPublisher({ '/tool': body });
    to = join(await mkdtemp(join(folder, 'case-')), 'tool');
  });

  const fetchTool = options =>
    download({
      url: `${publisher.url}/tool`,
      to,
      sha256: sha256(body),
      ...options,
    }).finally(() => publisher.stop());

  test('puts the file in place and tells its progress', async () => {
    const seen = [];
    await fetchTool({ onProgress: (done, total) => seen.push([done, total]) });
    assert.deepEqual(await readFile(to), body);
    assert.deepEqual(seen.pop(), [body.length, body.length]);
    assert.ok(!existsSync(`${to}.part`));
  });

  test('continues where an earlier run ended', async () => {
    await writeFile(`${to}.part`, body.subarray(0, 150_000));
    await fetchTool();
    assert.deepEqual(await readFile(to), body);
    assert.deepEqual(publisher.requests, ['/tool bytes=150000-']);
  });

  test('continues after the connection broke off', async () => {
    publisher.misbehave('/tool', 'breaks off');
    await fetchTool();
    assert.deepEqual(await readFile(to), body);
    assert.equal(publisher.requests.length, 2);
    assert.match(publisher.requests[1], /^\/tool bytes=\d+-$/);
  });

  test('starts over when the server gives the whole file again', async () => {
    await writeFile(`${to}.part`, body.subarray(0, 150_000));
    publisher.misbehave('/tool', 'ignores ranges');
    await fetchTool();
    assert.deepEqual(await readFile(to), body);
  });

  test('starts over when the beginning is of another build', async () => {
    await writeFile(`${to}.part`, randomBytes(150_000));
    await fetchTool();
    assert.deepEqual(await readFile(to), body);
    assert.deepEqual(publisher.requests, ['/tool bytes=150000-', '/tool']);
  });

  test('starts over when more is there than the file has', async () => {
    await writeFile(`${to}.part`, randomBytes(body.length + 10));
    await fetchTool();
    assert.deepEqual(await readFile(to), body);
  });

  test('keeps nothing whose checksum is wrong', async () => {
    await assert.rejects(
      fetchTool({ sha256: 'c'.repeat(64) }),
      error =>
        error.kind === 'checksum' &&
        /its publisher says ccc/.test(error.message),
    );
    assert.ok(!existsSync(to));
    assert.ok(!existsSync(`${to}.part`));
  });

  test('says which address answered 404', async () => {
    await assert.rejects(fetchTool({ url: `${publisher.url}/gone` }), error => {
      assert.equal(error.kind, 'status');
      assert.match(error.message, /\/gone: HTTP 404$/);
      return true;
    });
  });

  test('gives up on a server that does not answer', async () => {
    publisher.misbehave('/tool', 'silent');
    await assert.rejects(fetchTool({ connectTimeoutMs: 100 }), error => {
      assert.equal(error.kind, 'unreachable');
      assert.match(error.message, /no answer within 0\.1 s/);
      return true;
    });
  });

  test('gives up at once where nothing listens', async () => {
    await publisher.stop();
    await assert.rejects(
      download({ url: `${publisher.url}/tool`, to, sha256: sha256(body) }),
      error =>
        error.kind === 'unreachable' && /ECONNREFUSED/.test(error.message),
    );
  });
});
