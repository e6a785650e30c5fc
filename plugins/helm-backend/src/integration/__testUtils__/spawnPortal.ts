import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';

/** A portal in another process, reached over HTTP. */
export async function spawnPortal(options: {
  name: string;
  /** SQLite; what one portal leaves, the next one finds. */
  filename: string;
  components: Record<string, Record<string, string>>;
}) {
  const child = fork(
    resolve(__dirname, 'portalProcess.ts'),
    [options.name, options.filename, JSON.stringify(options.components)],
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  const ended = once(child, 'exit');
  const port = await new Promise<number>((resolvePort, reject) => {
    // Others tell their parent things too: what they import, for one.
    child.on('message', message => {
      if (typeof message === 'object' && 'port' in message) {
        resolvePort(Number(message.port));
      }
    });
    ended.then(([code]) =>
      reject(new Error(`The portal ended with ${code} before it was ready`)),
    );
  });
  const url = `http://127.0.0.1:${port}`;

  async function send(
    method: 'get' | 'post',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ) {
    return request(url)
      [method](`/api/helm${path}`)
      .set('authorization', mockCredentials.user.header('user:default/ana'))
      .set(headers)
      .send(body);
  }

  return {
    send,
    async get(path: string, expected = 200) {
      const { status, body } = await send('get', path);
      if (status !== expected) {
        throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      }
      return body;
    },
    /** As a machine does that runs out of memory: no goodbye. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
