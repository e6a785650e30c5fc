import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withLock } from './lock.mjs';

let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
after(() => rm(folder, { recursive: true }));

test('one at a time, also when the first one fails', async () => {
  const file = join(folder, 'a', 'lock');
  let inside = 0;
  let most = 0;
  const task = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
    throw new Error('as planned');
  };
  const runs = [1, 2, 3].map(() => withLock(file, task, { pollMs: 1 }));
  const settled = await Promise.allSettled(runs);
  assert.deepEqual(
    settled.map(({ reason }) => reason.message),
    ['as planned', 'as planned', 'as planned'],
  );
  assert.equal(most, 1);
  assert.ok(!existsSync(file));
});

test('takes over the lock of a process that is gone', async () => {
  const file = join(folder, 'stale');
  // This pid is ours, but it began at another time: its first owner is gone.
  await writeFile(file, JSON.stringify({ pid: process.pid, startedAt: '1' }));
  assert.equal(await withLock(file, async () => 'done'), 'done');
});
