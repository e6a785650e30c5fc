import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { defaultSecretKeyPatterns } from '@backstage-helm/plugin-helm-common';
import type { z } from 'zod';
import type { EnvironmentConfig, HelmConfig } from './HelmConfig';
import { checkEnvironments } from './checkEnvironments';
import { readConnection } from './connections';
import { readGovernance } from './governance';
import { readRepository } from './repositories';
import { catalogAutomation, readSync } from './sync';
import { helmSchema, type EnvironmentInput } from './schema';

/**
 * Reads and checks `helm:`.
 *
 * @throws InputError that names the path of the key, what is wrong and what
 *   would be right; the plugin does not start then.
 */
export function readHelmConfig(root: Config): HelmConfig {
  const parsed = helmSchema.safeParse(root.getOptional('helm') ?? {});
  if (!parsed.success) {
    throw new InputError(
      `Invalid configuration: ${parsed.error.issues.map(sentence).join('; ')}`,
    );
  }
  const input = parsed.data;
  const repositories = input.repositories.map((repository, index) =>
    readRepository(
      repository,
      `helm.repositories[${index}]`,
      input.credentials,
    ),
  );
  const environments = input.environments.map((environment, index) =>
    readEnvironment(environment, index, root),
  );
  const config: HelmConfig = {
    concurrency: input.concurrency,
    repositories,
    environments,
    values: input.values,
    automation: [...input.automation, ...catalogAutomation(environments)],
    secretKeys: [
      ...defaultSecretKeyPatterns,
      ...input.secretKeys.map(readPattern),
    ],
    dangerouslyAllowWithoutPermissions:
      input.dangerouslyAllowWithoutPermissions,
    authorizationMaxAgeSeconds: input.authorization.maxAge,
    drainSeconds: input.drain,
    declarationIntervalSeconds: input.declarationInterval,
    planTtlSeconds: input.planTtl,
    binaries: { 3: input.binaries.helm3, 4: input.binaries.helm4 },
    workDir:
      input.workDir ?? join(tmpdir(), `backstage-helm-${userInfo().uid}`),
    proposals: input.proposals,
    updates: {
      enabled: input.updates.enabled,
      intervalSeconds: input.updates.interval,
    },
    retention: input.retention,
    permissionsEnabled: root.getOptionalBoolean('permission.enabled') ?? false,
  };
  checkEnvironments(config);
  return config;
}

function readEnvironment(
  input: EnvironmentInput,
  order: number,
  root: Config,
): EnvironmentConfig {
  const path = `helm.environments[${order}]`;
  return {
    name: input.name,
    title: input.title ?? input.name,
    order,
    tier: input.tier,
    labels: input.labels,
    isDefault: input.default,
    ...readConnection(input, path, root),
    identity: input.identity,
    namespace: input.namespace,
    namespaces: input.namespaces ?? [{ match: input.namespace }],
    engine: input.engine,
    helm: input.helm,
    readOnly: input.readOnly,
    aliases: input.aliases,
    sync: readSync(input, path),
    watch: input.watch,
    promoteFrom: input.promoteFrom,
    ...readGovernance(input, path),
    allow: input.allow,
    images: input.images,
    repositories: input.repositories,
    values: input.values,
    defaults: {
      wait: input.defaults.wait,
      timeoutSeconds: input.defaults.timeout,
      outsideTimeoutSeconds: input.defaults.outsideTimeout,
      historyMax: input.defaults.historyMax,
      rollbackOnFailure: input.defaults.rollbackOnFailure,
      createNamespace: input.defaults.createNamespace,
    },
  };
}

function readPattern(source: string, index: number): RegExp {
  try {
    return new RegExp(source, 'i');
  } catch (error) {
    throw new InputError(
      `helm.secretKeys[${index}] is '${source}': it must be a regular expression such as ^licen[cs]e$`,
      error as Error,
    );
  }
}

function sentence(issue: z.core.$ZodIssue): string {
  const path = issue.path.reduce<string>(
    (text, part) =>
      typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`,
    'helm',
  );
  if (issue.code === 'unrecognized_keys') {
    return `${path} has the unknown key ${issue.keys
      .map(key => `'${key}'`)
      .join(', ')}: check its spelling and place, or remove it`;
  }
  if (issue.code === 'invalid_union') {
    // The branch that came furthest says most.
    const nearest = issue.errors
      .map(branch => branch[0])
      .filter(Boolean)
      .sort((left, right) => right.path.length - left.path.length)[0];
    return nearest?.path.length
      ? sentence({ ...nearest, path: [...issue.path, ...nearest.path] })
      : `${path} ${issue.message}`;
  }
  return `${path} ${issue.message.replace(
    /^Invalid input: expected/,
    'must be',
  )}`;
}
