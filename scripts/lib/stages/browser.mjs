import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { countPlaywright } from '../counts.mjs';
import { buildFrontend } from '../frontend.mjs';
import { ROOT } from '../paths.mjs';
import { writePeakSeason } from '../peakSeason.mjs';
import { startPortal } from '../portal.mjs';
import { withClusters, TEST_PORTAL_PORT } from './clusters.mjs';
import { countReport, runBin } from './context.mjs';

const APP = join(ROOT, 'packages', 'app');

/** The whole portal in Chromium. */
export const browser = {
  name: 'browser',
  isThere: async () => existsSync(join(APP, 'playwright.config.ts')),
  async run(context) {
    const logFile = join(context.state, 'logs', 'frontend.log');
    await buildFrontend({ env: context.env, logFile });
    return withClusters(context, 'browser', (running, state) =>
      testPortal(context, running, state),
    );
  },
};

async function testPortal({ tools, env, reports }, running, state) {
  const portal = await startPortal({
    state,
    moreConfig: await writePeakSeason({
      appConfig: running.details.appConfig,
      into: join(state, 'app-config.peak.yaml'),
      now: Date.now(),
    }),
    tools,
    port: TEST_PORTAL_PORT,
    env,
    running,
  });
  const report = join(reports, 'browser.json');
  try {
    const code = await runBin(
      { env },
      'playwright',
      ['test', '--config', 'playwright.config.ts', '--reporter=list,json'],
      {
        cwd: APP,
        env: {
          PORTAL_URL: portal.address,
          HELM_TEST_STATE: join(state, 'state.json'),
          CHROMIUM_PATH: tools.chromium,
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          HELM_FOR_BACKSTAGE_HELM4: tools.helm,
          HELM_FOR_BACKSTAGE_HELM3: tools.helm3,
        },
      },
    );
    return await countReport(report, countPlaywright, code);
  } finally {
    await portal.backend.stop();
  }
}
