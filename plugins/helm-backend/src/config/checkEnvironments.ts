import { InputError } from '@backstage/errors';
import type { EnvironmentConfig, HelmConfig } from './HelmConfig';
import { globsIntersect, toGlob } from './namespacePatterns';

const PLACEHOLDERS = ['{name}', '{namespace}', '{system}', '{owner}'];

/**
 * Rules between environments.
 *
 * @throws InputError naming the key, what is wrong and what would be right.
 */
export function checkEnvironments(config: HelmConfig): void {
  checkUnique('helm.environments', config.environments);
  checkUnique('helm.repositories', config.repositories);
  config.environments.forEach((environment, index) => {
    const path = `helm.environments[${index}]`;
    checkTemplate(environment.namespace, `${path}.namespace`);
    checkReach(environment.namespace, `${path}.namespace`);
    environment.namespaces.forEach(({ match, owners }, position) => {
      checkTemplate(match, `${path}.namespaces[${position}].match`);
      checkReach(match, `${path}.namespaces[${position}].match`);
      if (!owners) {
        checkSeam(match, `${path}.namespaces[${position}].match`);
      }
    });
    checkNames(
      environment.repositories ?? [],
      config.repositories.map(repository => repository.name),
      `${path}.repositories`,
      'helm.repositories',
    );
    checkPromotion(environment, path, config.environments);
    config.environments
      .slice(0, index)
      .forEach(earlier => checkOverlap(earlier, environment, path));
  });
  checkAliases(config.environments);
  config.automation.forEach((entry, index) =>
    checkNames(
      entry.environments,
      config.environments.map(environment => environment.name),
      `helm.automation[${index}].environments`,
      'helm.environments',
    ),
  );
}

function checkUnique(path: string, entries: { name: string }[]): void {
  entries.forEach((entry, index) => {
    if (entries.findIndex(other => other.name === entry.name) !== index) {
      throw new InputError(
        `${path}[${index}].name '${entry.name}' is used twice: names must differ`,
      );
    }
  });
}

/** A document's environment must mean one of ours. */
function checkAliases(environments: EnvironmentConfig[]): void {
  const owners = new Map(
    environments.map(({ name }, index) => [name, index] as const),
  );
  environments.forEach(({ aliases }, index) =>
    aliases.forEach((alias, position) => {
      if ((owners.get(alias) ?? index) !== index) {
        throw new InputError(
          `helm.environments[${index}].aliases[${position}] '${alias}' already means another environment: names and aliases must differ`,
        );
      }
      owners.set(alias, index);
    }),
  );
}

function checkTemplate(template: string, path: string): void {
  const unknown = [...template.matchAll(/\{[^}]*\}/g)]
    .map(match => match[0])
    .find(placeholder => !PLACEHOLDERS.includes(placeholder));
  if (unknown) {
    throw new InputError(
      `${path} has the unknown placeholder ${unknown}: use ${PLACEHOLDERS.join(
        ', ',
      )}`,
    );
  }
  if (!/^[-a-z0-9*]+$/.test(template.replace(/\{[a-z]+\}/g, 'x'))) {
    throw new InputError(
      `${path} is '${template}', which can't be a namespace: use lower-case letters, digits, dashes and placeholders, such as {system}-dev`,
    );
  }
}

/** What a placeholder stands for is chosen by whoever writes an entity. */
function checkReach(template: string, path: string): void {
  const [first] = template.match(/\{[a-z]+\}/) ?? [];
  if (!first) {
    return;
  }
  const fixed = template.replace(/\{[a-z]+\}/g, '');
  if (fixed === '') {
    throw new InputError(
      `${path} is '${template}', which stands for any namespace that somebody names an entity after, such as kube-system: add a fixed part, such as ${first}-dev`,
    );
  }
  if (fixed.includes('*')) {
    throw new InputError(
      `${path} is '${template}', where * reaches into namespaces of others: with 'pay', {system}-* would also mean pay-roll-dev of 'pay-roll'. Write each namespace out, such as ${first}-dev`,
    );
  }
}

/** Where two placeholders meet, two pairs of names give one namespace. */
function checkSeam(template: string, path: string): void {
  if ((template.match(/\{[a-z]+\}/g) ?? []).length > 1) {
    throw new InputError(
      `${path} is '${template}', which can be read in two ways: 'pay' and 'roll-dev' give the namespace of 'pay-roll' and 'dev'. Use one placeholder, such as {system}-dev, or name the owners`,
    );
  }
}

function checkNames(
  names: string[],
  known: string[],
  path: string,
  where: string,
): void {
  names.forEach((name, index) => {
    if (!known.includes(name)) {
      throw new InputError(
        `${path}[${index}] is '${name}', which ${where} does not have: use one of ${known.join(
          ', ',
        )}`,
      );
    }
  });
}

function checkPromotion(
  environment: EnvironmentConfig,
  path: string,
  environments: EnvironmentConfig[],
): void {
  const byName = new Map(environments.map(entry => [entry.name, entry]));
  const seen = new Set([environment.name]);
  let from = environment.promoteFrom;
  while (from !== undefined) {
    const source = byName.get(from);
    if (!source) {
      throw new InputError(
        `${path}.promoteFrom leads to '${from}', which helm.environments does not have: use one of ${[
          ...byName.keys(),
        ].join(', ')}`,
      );
    }
    if (seen.has(source.name)) {
      throw new InputError(
        `${path}.promoteFrom leads back to '${source.name}': promotion must run in one direction, such as dev → staging → prod`,
      );
    }
    seen.add(source.name);
    from = source.promoteFrom;
  }
}

function checkOverlap(
  earlier: EnvironmentConfig,
  later: EnvironmentConfig,
  path: string,
): void {
  if (earlier.cluster !== later.cluster) {
    return;
  }
  later.namespaces.forEach((grant, index) => {
    const other = earlier.namespaces.find(candidate =>
      globsIntersect(toGlob(candidate.match), toGlob(grant.match)),
    );
    if (other) {
      throw new InputError(
        `${path}.namespaces[${index}] '${grant.match}' overlaps with '${other.match}' of environment '${earlier.name}' in cluster '${later.cluster}': a namespace must belong to one environment, so make the patterns differ`,
      );
    }
  });
}
