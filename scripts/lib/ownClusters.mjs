import { join, resolve } from 'node:path';
import { capture } from './commands.mjs';
import { ROOT } from './paths.mjs';
import { writeJson } from './records.mjs';
import { complain, print } from './terminal.mjs';

/**
 * Checks the contexts that the user names, says what they lead to, and writes
 * the configuration for them. Nothing here writes to a cluster.
 */
export async function prepareOwnClusters(own, { kubectl, state }) {
  const file = resolve(own.kubeconfig);
  const known = await readKubeconfig(kubectl, file);
  const targets = own.environments.map(environment =>
    resolveTarget(environment, known, file),
  );
  const withExec = targets.filter(
    ({ user }) => user.exec || user['auth-provider'],
  );
  if (withExec.length > 0 && !own.allowExec) {
    throw new Error(
      withExec
        .map(
          ({ context, user }) =>
            `Context ${context} signs in by running "${
              user.exec?.command ?? 'an auth provider'
            }".`,
        )
        .join('\n')
        .concat('\nAllow that with --allow-exec.'),
    );
  }
  for (const target of targets) {
    print(await describeTarget(target, { kubectl, file, own }));
  }
  if (own.allowChanges) {
    complain(
      'Changes are allowed: who may deploy in the portal can change the namespaces above.',
    );
  }
  const config = join(state, 'app-config.own-clusters.yaml');
  await writeJson(config, configFor(targets, file, own));
  return config;
}

async function readKubeconfig(kubectl, file) {
  // kubectl leaves credentials out of this view, and runs nothing for it.
  const { code, stdout, stderr } = await capture(kubectl, [
    'config',
    'view',
    '--kubeconfig',
    file,
    '-o',
    'json',
  ]);
  if (code !== 0) {
    throw new Error(`--kubeconfig ${file} can't be read: ${stderr.trim()}`);
  }
  return JSON.parse(stdout);
}

/** What an `--environment` stands for in the kubeconfig. */
export function resolveTarget(environment, known, file) {
  const contexts = known.contexts ?? [];
  const entry = contexts.find(({ name }) => name === environment.context);
  if (!entry) {
    const names = contexts.map(({ name }) => name).join(', ') || 'none';
    throw new Error(
      `--environment ${environment.name}: ${file} has no context "${environment.context}" (it has: ${names})`,
    );
  }
  const { cluster, user, namespace } = entry.context;
  return {
    ...environment,
    home: environment.namespace ?? namespace ?? 'default',
    server: known.clusters?.find(({ name }) => name === cluster)?.cluster
      ?.server,
    user: known.users?.find(({ name }) => name === user)?.user ?? {},
  };
}

/** The configuration that shows these targets, read-only unless changes are allowed. */
export function configFor(targets, file, { allowChanges, allowExec }) {
  return {
    // The example services are in no cluster of the user's.
    catalog: {
      locations: [
        {
          type: 'file',
          target: join(ROOT, 'examples', 'org', 'org.yaml'),
          rules: [{ allow: ['User', 'Group'] }],
        },
      ],
    },
    localGit: { pushWebhook: false },
    helm: {
      environments: targets.map((target, index) => ({
        name: target.name,
        default: index === 0,
        connection: {
          kubeconfig: file,
          context: target.context,
          ...(allowExec && { allowExec: true }),
        },
        // The identity is the one that the user chose and saw.
        identity: { allowAdmin: true },
        namespace: target.home,
        namespaces: [{ match: target.namespace ?? '*' }],
        watch: target.namespace ? 'namespaces' : 'cluster',
        readOnly: !allowChanges,
      })),
    },
  };
}

async function describeTarget(target, { kubectl, file, own }) {
  const identity = await whoAmI(target, kubectl, file);
  return [
    `  ${target.name}: ${own.allowChanges ? 'changes allowed' : 'read-only'}`,
    `    cluster     ${target.server} (context ${target.context})`,
    `    namespaces  ${target.namespace ?? 'all'}`,
    `    identity    ${identity}`,
  ].join('\n');
}

async function whoAmI({ context }, kubectl, file) {
  const { code, stdout, stderr } = await capture(
    kubectl,
    [
      'auth',
      'whoami',
      '--kubeconfig',
      file,
      '--context',
      context,
      '--request-timeout=10s',
      '-o',
      'json',
    ],
    { timeoutMs: 20_000 },
  );
  if (code !== 0) {
    return `unknown (${stderr.trim().split('\n').pop()})`;
  }
  const { username, groups = [] } = JSON.parse(stdout).status.userInfo;
  return `${username}, groups ${groups.join(', ') || 'none'}`;
}
