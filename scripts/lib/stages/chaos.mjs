import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runCounting } from '../commands.mjs';
import { ROOT } from '../paths.mjs';
import { MARK } from '../processes.mjs';
import { withClusters } from './clusters.mjs';

const PLUGIN = join(ROOT, 'plugins', 'helm-backend');

/** Operations on two backends while everything around them breaks. */
export const chaos = {
  name: 'chaos',
  run: context =>
    withClusters(context, 'chaos', (clusters, state) => {
      const { minutes, seed } = context.chaos;
      const transform = createRequire(join(PLUGIN, 'package.json')).resolve(
        '@backstage/cli/config/nodeTransform.cjs',
      );
      return runCounting(
        process.execPath,
        [
          '--require',
          transform,
          join(PLUGIN, 'src', 'chaos', '__testUtils__', 'main.ts'),
          ...['--minutes', String(minutes)],
          ...(seed === undefined ? [] : ['--seed', String(seed)]),
          ...['--report', join(context.reports, 'chaos')],
        ],
        {
          cwd: PLUGIN,
          env: {
            ...context.env,
            [MARK]: state,
            HELM_TEST_STATE: join(state, 'state.json'),
            HELM_FOR_BACKSTAGE_HELM4: context.tools.helm,
            HELM_FOR_BACKSTAGE_HELM3: context.tools.helm3,
          },
        },
      );
    }),
};
