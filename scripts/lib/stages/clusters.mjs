import { startClusters } from '../clusters.mjs';
import { assertOnlyLoopback } from '../instance.mjs';
import { say } from '../terminal.mjs';

/** The tests' own ports, so that they run beside `npm start`. */
export const TEST_PORTAL_PORT = 7107;
const TEST_PORTS_FROM = 17200;

/** The test clusters, brought up by the first stage that needs them. */
export async function requireClusters(context) {
  if (!context.clusters) {
    say('Starting the test clusters');
    context.clusters = startClusters({
      state: context.state,
      tools: context.tools,
      portsFrom: TEST_PORTS_FROM,
      pushWebhook: `http://127.0.0.1:${TEST_PORTAL_PORT}/api/events/http/local-git.push`,
      env: context.env,
    });
    const { details } = await context.clusters;
    await assertOnlyLoopback(context.state, details);
  }
  return context.clusters;
}
