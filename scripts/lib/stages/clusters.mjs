import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startClusters } from '../clusters.mjs';
import { assertOnlyLoopback } from '../instance.mjs';
import { say } from '../terminal.mjs';

/** The browser tests' portal listens here, so that it runs beside `npm start`. */
export const TEST_PORTAL_PORT = 7107;

// Each stage has ports of its own: nothing waits for a socket of the one before.
const PORTS_FROM = {
  chaos: 17160,
  integration: 17200,
  browser: 17240,
  engines: 17280,
};

/** Runs a task with fresh clusters that only this stage uses. */
export async function withClusters(context, stage, task) {
  const state = join(context.state, stage);
  await mkdir(state, { recursive: true });
  say(`Starting the clusters of ${stage}`);
  const started = await startClusters({
    state,
    tools: context.tools,
    portsFrom: PORTS_FROM[stage],
    pushWebhook: `http://127.0.0.1:${TEST_PORTAL_PORT}/api/events/http/local-git.push`,
    env: context.env,
  });
  try {
    await assertOnlyLoopback(state, started.details);
    return await task(started, state);
  } finally {
    await started.service.stop();
  }
}
