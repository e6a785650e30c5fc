import { fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { mockCredentials } from '@backstage/backend-test-utils';
import request from 'supertest';
import type { PortalSettings } from './portalSettings';

/** The header that a user signs requests with. */
export const signedBy = (user: string) => mockCredentials.user.header(user);

/** A portal in another process, reached over HTTP. */
export async function spawnPortal(settings: PortalSettings) {
  const child = fork(
    resolve(__dirname, 'portalProcess.ts'),
    [JSON.stringify(settings)],
    {
      execArgv: [
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      ],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, NODE_OPTIONS: '' },
    },
  );
  let hasEnded = false;
  const ended = once(child, 'exit').then(([code, signal]) => {
    hasEnded = true;
    return signal ?? `exit code ${code}`;
  });
  const port = await new Promise<number>((resolvePort, reject) => {
    // Others tell their parent things too: what they import, for one.
    child.on('message', message => {
      if (typeof message === 'object' && 'port' in message) {
        resolvePort(Number(message.port));
      }
    });
    ended.then(how =>
      reject(new Error(`The portal ended with ${how} before it was ready`)),
    );
  });
  const url = `http://127.0.0.1:${port}`;

  async function send(
    method: 'get' | 'post' | 'put',
    path: string,
    body?: object,
    headers: Record<string, string> = {},
    user = 'user:default/ana',
  ) {
    return request(url)
      [method](`/api/helm${path}`)
      .set('authorization', signedBy(user))
      .set(headers)
      .send(body);
  }

  return {
    url,
    send,
    async get(path: string, expected = 200) {
      const { status, body } = await send('get', path);
      if (status !== expected) {
        throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      }
      return body;
    },
    get hasEnded() {
      return hasEnded;
    },
    /** How it ended. */
    ended,
    /** As a machine does that runs out of memory: no goodbye. */
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    /** As an orchestrator asks for an end: it may take its time. */
    terminate() {
      child.kill('SIGTERM');
    },
  };
}

export type PortalProcess = Awaited<ReturnType<typeof spawnPortal>>;
