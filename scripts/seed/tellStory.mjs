import { until } from './PortalClient.mjs';

const DECLARED_WITHIN_MS = 90_000;

/**
 * Brings one service to where its chapter ends. What is there already is left
 * alone, so it can be told again after a restart.
 */
export async function tellChapter(chapter, deps) {
  const { service, steps } = chapter;
  for (const [index, step] of steps.entries()) {
    if (step.push) {
      await push(service, step, deps);
    } else {
      await deploy(service, step, steps.slice(index + 1), deps);
    }
  }
}

async function push(service, step, { client, pushTo, say, sleep }) {
  if (await pushTo(service, step)) {
    say(`${service}: pushed “${step.push}”`);
  }
  await declared(client, service, step.environment, step.version, sleep);
}

async function deploy(service, step, later, deps) {
  const { client, approver, say, sleep } = deps;
  const { deploy: environment, version, reason } = step;
  const target = await declared(client, service, environment, undefined, sleep);
  if (target.activeOperation) {
    await client.finish(target.activeOperation, approver);
  }
  if (await wasDone(client, target, version, step, later)) {
    return;
  }
  await declared(client, service, environment, version, sleep);
  const operation = await client.run(
    {
      release: target.release,
      kind: target.deployed ? 'upgrade' : 'install',
    },
    reason,
    approver,
  );
  const isAsExpected =
    operation.status === 'succeeded' ||
    (step.fails && ['failed', 'rolled-back'].includes(operation.status));
  if (!isAsExpected) {
    throw new Error(
      `${service} ${version} in ${environment}: ${operation.status}, ${
        operation.outcome?.title ?? ''
      } ${operation.outcome?.why ?? ''}`,
    );
  }
  say(
    `${service} in ${environment}: ${
      operation.outcome?.title ?? operation.status
    }`,
  );
}

// Done: this or a later step's version is, or was, in the release's history.
async function wasDone(client, target, version, step, later) {
  if (!target.deployed) {
    return false;
  }
  const { cluster, namespace, name } = target.release;
  const { items } = await client.request(
    'GET',
    `/helm/clusters/${cluster}/namespaces/${namespace}/releases/${name}/history`,
  );
  const versions = new Set(items.map(({ chartVersion }) => chartVersion));
  return [step, ...later]
    .filter(({ deploy: environment }) => environment === step.deploy)
    .some(candidate => versions.has(candidate.version));
}

function declared(client, service, environment, version, sleep) {
  const wanted = version ? ` ${version}` : '';
  return until(
    `the declaration of ${service}${wanted} in ${environment}`,
    async () => {
      const target = await client.target(service, environment);
      const isThere =
        target?.release &&
        target.declared &&
        (version === undefined || target.declared.version === version);
      return isThere ? target : undefined;
    },
    { timeoutMs: DECLARED_WITHIN_MS, sleep },
  );
}
