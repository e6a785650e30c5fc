import { readFile } from 'node:fs/promises';
import { stringify } from 'yaml';
import type { State } from './state.ts';
import { BASELINE } from './baseline.ts';
import { governance } from './governance.ts';
import { DEPLOYER_ACCOUNT, ENVIRONMENTS } from './topology.ts';

/**
 * What Backstage has to know of the running set; clusters carry their reader's
 * token. The example's freeze is ahead of `now`.
 */
export function appConfig(
  state: Pick<State, 'chartRepository' | 'ociRegistry' | 'git' | 'clusters'>,
  secrets: Record<string, { token: string; caData: string }>,
  now: Date,
): object {
  return {
    backend: {
      reading: { allow: [{ host: new URL(state.git).host }] },
    },
    localGit: { url: state.git },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        {
          type: 'config',
          clusters: state.clusters.map(({ name, url }) => ({
            name,
            url,
            authProvider: 'serviceAccount',
            serviceAccountToken: secrets[name].token,
            caData: secrets[name].caData,
            skipMetricsLookup: true,
          })),
        },
      ],
    },
    helm: {
      repositories: [
        { name: 'local', url: state.chartRepository, internal: true },
        {
          name: 'local-oci',
          url: state.ociRegistry,
          internal: true,
          plainHttp: true,
        },
      ],
      environments: ENVIRONMENTS.map(environment => ({
        name: environment.name,
        tier: environment.tier,
        ...(environment.isDefault && { default: true }),
        cluster: environment.cluster,
        ...(environment.promoteFrom && {
          promoteFrom: environment.promoteFrom,
        }),
        identity: {
          reader: {
            tokenFile: state.clusters.find(
              ({ name }) => name === environment.cluster,
            )?.tokens.readers[environment.name],
          },
          deployer: { serviceAccount: DEPLOYER_ACCOUNT },
        },
        namespace: `{system}-${environment.name}`,
        namespaces: [{ match: `{system}-${environment.name}` }],
        sync: {
          mode: 'automatic',
          // The other examples wait for a person.
          trustedLocations: [
            `${state.git}/acme/newsletter/raw/branch/main/**`,
            `${state.git}/services/*/raw/branch/main/**`,
          ],
          debounce: 1,
        },
        ...(environment.isGoverned && governance(now)),
        ...(environment.hasBaseline && { baseline: BASELINE }),
      })),
    },
  };
}

/** Renders the configuration with the tokens and certificates of a state. */
export async function renderAppConfig(
  state: State,
  now: Date,
): Promise<string> {
  const secrets = await Promise.all(
    state.clusters.map(async ({ name, tokens, caFile }) => {
      const token = await readFile(tokens.kubernetesPlugin, 'utf8');
      const caData = (await readFile(caFile)).toString('base64');
      return [name, { token, caData }] as const;
    }),
  );
  return `# Written by local-cluster; holds tokens.\n${stringify(
    appConfig(state, Object.fromEntries(secrets), now),
    { lineWidth: 0 },
  )}`;
}
