import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { writeJson } from './records.mjs';

const DAY_MS = 24 * 3_600_000;

/**
 * The clusters' configuration for the browser tests: production's half for
 * payments becomes an environment of its own, `peak`, which is frozen now. What
 * a freeze does can be seen there on any day of the year.
 */
export async function writePeakSeason({ appConfig, into, now }) {
  // Of the package that wrote the file.
  const require = createRequire(
    join(ROOT, 'packages', 'local-cluster', 'package.json'),
  );
  const { parse } = require('yaml');
  const config = parse(await readFile(appConfig, 'utf8'));
  // JSON is YAML too. It replaces the list, since lists are not merged.
  await writeJson(into, {
    helm: {
      environments: withPeakSeason(withHastyDev(config.helm.environments), now),
    },
  });
  return into;
}

/** In dev, a Helm outside of the portal is held for dead after seconds. */
export function withHastyDev(environments) {
  return environments.map(environment =>
    environment.name === 'dev'
      ? {
          ...environment,
          defaults: { ...environment.defaults, outsideTimeout: '12s' },
        }
      : environment,
  );
}

/** Splits `prod` by namespace; the new half is frozen from yesterday to tomorrow. */
export function withPeakSeason(environments, now) {
  return environments.flatMap(environment => {
    if (environment.name !== 'prod') {
      return [environment];
    }
    const { promoteFrom: _from, ...rest } = environment;
    return [
      grant(environment, 'shop-prod', 'group:default/team-web'),
      {
        ...grant(rest, 'payments-prod', 'group:default/team-payments'),
        name: 'peak',
        freeze: [
          {
            title: 'Peak season',
            start: new Date(now - DAY_MS).toISOString(),
            end: new Date(now + DAY_MS).toISOString(),
          },
        ],
      },
    ];
  });
}

function grant(environment, namespace, owner) {
  return {
    ...environment,
    namespace,
    namespaces: [{ match: namespace, owners: [owner] }],
  };
}
