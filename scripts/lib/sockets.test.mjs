import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import {
  isLoopback,
  listeningSockets,
  parseLocal,
  parseLsof,
  whoListens,
} from './sockets.mjs';

test("reads the kernel's notation", () => {
  for (const [text, address, port] of [
    ['0100007F:1B5F', '127.0.0.1', 7007],
    ['00000000:0050', '0.0.0.0', 80],
    ['00000000000000000000000001000000:1F90', '::1', 8080],
    ['00000000000000000000000000000000:1F90', '::', 8080],
    ['0000000000000000FFFF00000100007F:1F90', '::ffff:127.0.0.1', 8080],
    ['0000000000000000FFFF00000100000A:1F90', '::ffff:10.0.0.1', 8080],
    ['B80D01200000000000000000010000FE:1F90', '2001:db8:0:0:0:0:fe00:1', 8080],
  ]) {
    assert.deepEqual(parseLocal(text), { address, port });
  }
});

test('only this machine is loopback', () => {
  const all = ['127.0.0.1', '127.1.2.3', '::1', '::ffff:127.0.0.1'];
  assert.deepEqual(all.filter(isLoopback), all);
  const none = ['0.0.0.0', '*', '::', '10.0.0.1', '::ffff:10.0.0.1', 'fe80::1'];
  assert.deepEqual(none.filter(isLoopback), []);
});

test("reads lsof's fields", () => {
  assert.deepEqual(
    parseLsof('p12\nf3\nn127.0.0.1:7007\nf4\nn[::1]:80\np13\nn*:53\n'),
    [
      { pid: 12, address: '127.0.0.1', port: 7007 },
      { pid: 12, address: '::1', port: 80 },
      { pid: 13, address: '*', port: 53 },
    ],
  );
});

test('sees a socket of a process, and who holds a port', async t => {
  const server = createServer();
  t.after(() => server.close());
  await new Promise(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address();
  const sockets = await listeningSockets([process.pid]);
  assert.ok(
    sockets.some(each => each.port === port && each.address === '127.0.0.1'),
  );
  assert.equal((await whoListens(port)).pid, process.pid);
});
