import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { assertOnlyLoopback, releaseState, takeState } from './instance.mjs';
import { MARK } from './processes.mjs';

const LISTEN = `
  const server = require('node:net').createServer();
  server.listen(0, process.argv[1], () => console.log('listening'));
`;

describe('a state folder', () => {
  let state;
  const children = [];

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'state-'));
  });
  afterEach(async () => {
    children.splice(0).forEach(child => child.kill('SIGKILL'));
    await rm(state, { recursive: true });
  });

  // A process as a start would leave it: marked, and nobody's child any more.
  async function leave(address = '127.0.0.1') {
    const child = spawn(process.execPath, ['-e', LISTEN, address], {
      env: { ...process.env, [MARK]: state },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await once(child.stdout, 'data');
    return child;
  }

  test('belongs to one start at a time', async () => {
    await takeState(state, { address: 'http://127.0.0.1:1' });
    await assert.rejects(
      takeState(state, { address: 'http://127.0.0.1:2' }),
      new RegExp(
        `already runs at http://127\\.0\\.0\\.1:1 \\(process ${process.pid}\\)`,
      ),
    );
    await releaseState(state);
    await takeState(state, { address: 'http://127.0.0.1:2' });
  });

  test('is taken from a start that is gone, whose processes are ended', async () => {
    const left = await leave();
    const gone = { pid: process.pid, startedAt: '1', address: 'x' };
    await writeFile(join(state, 'start.json'), JSON.stringify(gone));
    const exited = once(left, 'exit');
    await takeState(state, { address: 'x' });
    assert.deepEqual(await exited, [null, 'SIGTERM']);
  });

  test('lets nothing listen beyond this machine', async () => {
    await leave('127.0.0.1');
    const sockets = await assertOnlyLoopback(state);
    assert.equal(sockets.length, 1);
    const open = await leave('0.0.0.0');
    await assert.rejects(
      assertOnlyLoopback(state),
      new RegExp(`0\\.0\\.0\\.0:\\d+ by process ${open.pid}`),
    );
  });
});
