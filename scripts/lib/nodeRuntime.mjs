import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { resolveTools } from './tools.mjs';
import { satisfies } from './versions.mjs';

// 22.18 is the first of its line that runs TypeScript files as they are.
const ACCEPTED = '>=22.18 <23 || >=24 <25';

/** Whether this very process runs on a Node that everything else can run on. */
export function isNodeAccepted(version = process.versions.node) {
  return satisfies(version.split('-')[0], ACCEPTED);
}

/**
 * Runs the same script again under a Node that fits, found or brought, and
 * gives its exit code. Signals go through to it.
 */
export async function rerunUnderNode(script, args) {
  const { node } = await resolveTools(['node']);
  const child = spawn(node, [script, ...args], {
    stdio: 'inherit',
    env: withNodeFirst(process.env, node),
  });
  // A terminal's Ctrl-C reaches the child by itself; other signals come only here.
  const ignore = () => {};
  process.on('SIGINT', ignore);
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

/** An environment in which `node` is the given one. */
export function withNodeFirst(env, node) {
  const path = `${dirname(node)}${delimiter}${env.PATH ?? ''}`;
  const proxy = env.HTTPS_PROXY || env.https_proxy || env.HTTP_PROXY;
  return {
    ...env,
    PATH: path,
    ...(proxy && { NODE_USE_ENV_PROXY: '1' }),
  };
}
