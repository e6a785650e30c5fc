import { join } from 'node:path';
import { countJest } from '../counts.mjs';
import { ROOT } from '../paths.mjs';
import { countReport, runBin } from './context.mjs';
import { withClusters } from './clusters.mjs';

// execa and the Kubernetes client are ES modules only, which jest loads with this.
const ES_MODULES =
  '--experimental-vm-modules --disable-warning=ExperimentalWarning';

// A busy machine loads modules slowly; no test's meaning hangs on its speed.
const PATIENCE = ['--testTimeout=30000'];

/** The unit tests of every package. */
export const unit = {
  name: 'unit',
  async run(context) {
    const report = join(context.reports, 'unit.json');
    const code = await runBin(
      context,
      'backstage-cli',
      [
        'repo',
        'test',
        '--watchAll=false',
        ...PATIENCE,
        '--json',
        `--outputFile=${report}`,
        '--testPathIgnorePatterns=/node_modules/',
        '--testPathIgnorePatterns=/integration/',
      ],
      { env: { NODE_OPTIONS: ES_MODULES } },
    );
    return countReport(report, countJest, code);
  },
};

/** The backend on real clusters, chart sources and databases. */
export const integration = onClusters('integration', [
  '--testPathPatterns=/integration/',
  '--testPathIgnorePatterns=/node_modules/',
  '--testPathIgnorePatterns=/integration/engines/',
]);

/** What Helm itself does, of both majors, and how it is freed when it is stuck. */
export const engines = onClusters('engines', [
  '--testPathPatterns=/integration/engines/',
]);

function onClusters(name, paths) {
  return {
    name,
    run: context =>
      withClusters(context, name, async (clusters, state) => {
        const report = join(context.reports, `${name}.json`);
        const code = await runBin(
          context,
          'backstage-cli',
          [
            'package',
            'test',
            '--watchAll=false',
            '--runInBand',
            ...PATIENCE,
            '--json',
            `--outputFile=${report}`,
            ...paths,
          ],
          {
            cwd: join(ROOT, 'plugins', 'helm-backend'),
            env: {
              NODE_OPTIONS: ES_MODULES,
              HELM_TEST_STATE: join(state, 'state.json'),
              HELM_FOR_BACKSTAGE_HELM4: context.tools.helm,
              HELM_FOR_BACKSTAGE_HELM3: context.tools.helm3,
            },
          },
        );
        return countReport(report, countJest, code);
      }),
  };
}
