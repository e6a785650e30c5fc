import { DEFAULT_NAMESPACE, parseEntityRef } from '@backstage/catalog-model';
import type { HelmProblem } from '../errors';
import type {
  DeclarationEnvironment,
  NamespaceGrant,
} from './DeclarationContext';
import type { EntityFacts } from './entityFacts';

const namespaceRule = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const placeholder = /\{(name|namespace|system|owner)\}/g;
/** The cluster's own: granted by their names only, never by a placeholder. */
const reserved = ['kube-system', 'kube-public', 'kube-node-lease'];

/**
 * Names are unique in the default namespace only: `system:mine/payments` must
 * not stand for the namespaces of `system:default/payments`.
 */
function uniqueName(ref: string): string | undefined {
  const { namespace, name } = parseEntityRef(ref);
  return namespace === DEFAULT_NAMESPACE ? name : undefined;
}

/**
 * The placeholders' values. `{system}` counts only when the System's owner is
 * the entity's owner: anybody may write another team's System into an entity.
 */
function placeholders(facts: EntityFacts): Record<string, string | undefined> {
  const ownsSystem =
    facts.owner !== undefined && facts.systemOwner === facts.owner;
  return {
    name: facts.name,
    namespace: facts.namespace,
    owner: facts.owner && uniqueName(facts.owner),
    system: facts.system && ownsSystem ? uniqueName(facts.system) : undefined,
  };
}

/**
 * Fills a namespace template in. Undefined when a placeholder has no value
 * that counts.
 *
 * @public
 */
export function expandNamespace(
  template: string,
  facts: EntityFacts,
): string | undefined {
  const values = placeholders(facts);
  let isComplete = true;
  const expanded = template.replace(placeholder, (_, key: string) => {
    isComplete &&= values[key] !== undefined;
    return values[key] ?? '';
  });
  return isComplete ? expanded : undefined;
}

function grantPattern(
  grant: NamespaceGrant,
  facts: EntityFacts,
): RegExp | undefined {
  const values = placeholders(facts);
  // Split first: an expanded value must not act as a wildcard.
  const parts = grant.match.split(/(\{(?:name|namespace|system|owner)\}|[*?])/);
  const sources: string[] = [];
  for (const part of parts) {
    if (part === '*') {
      sources.push('.*');
    } else if (part === '?') {
      sources.push('.');
    } else {
      const key = /^\{(\w+)\}$/.exec(part)?.[1];
      const text = key ? values[key] : part;
      if (text === undefined) {
        return undefined;
      }
      sources.push(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    }
  }
  return new RegExp(`^${sources.join('')}$`);
}

/** Whether the environment lets this entity use the namespace. @public */
export function isNamespaceGranted(
  namespace: string,
  environment: Pick<DeclarationEnvironment, 'namespaces'>,
  facts: EntityFacts,
): boolean {
  return environment.namespaces.some(grant => {
    const isOwner =
      !grant.owners ||
      (facts.owner !== undefined &&
        grant.owners.some(
          owner => owner.toLocaleLowerCase('en-US') === facts.owner,
        ));
    const isReserved =
      reserved.includes(namespace) && grant.match.search(placeholder) >= 0;
    return (
      isOwner &&
      !isReserved &&
      grantPattern(grant, facts)?.test(namespace) === true
    );
  });
}

/**
 * Whether others than the entity's owner may be granted the namespace too: by a
 * wildcard or without owners. A grant to one owner, or by a template that is
 * nothing but one System's or one owner's, is theirs alone.
 *
 * @public
 */
export function isNamespaceShared(
  namespace: string,
  environment: Pick<DeclarationEnvironment, 'namespaces'>,
  facts: EntityFacts,
): boolean {
  const isOwn = ({ match, owners }: NamespaceGrant) =>
    owners
      ? owners.every(owner => owner.toLocaleLowerCase('en-US') === facts.owner)
      : /\{(system|owner)\}/.test(match) &&
        !/[*?]|\{(name|namespace)\}/.test(match);
  const matching = environment.namespaces.filter(grant => {
    // Anybody may give an entity the name that fits.
    const match = grant.match.replace(/\{(name|namespace)\}/g, '*');
    return grantPattern({ match }, facts)?.test(namespace);
  });
  return !matching.length || !matching.every(isOwn);
}

function whyNotExpanded(template: string, facts: EntityFacts): string {
  if (template.includes('{system}')) {
    if (!facts.system) {
      return 'the entity is part of no System';
    }
    if (facts.systemOwner !== facts.owner) {
      return `${facts.system} is owned by ${
        facts.systemOwner ?? 'nobody'
      }, the entity by ${facts.owner ?? 'nobody'}`;
    }
    if (!uniqueName(facts.system)) {
      return `${facts.system} is not in the namespace ${DEFAULT_NAMESPACE}`;
    }
  }
  return facts.owner
    ? `${facts.owner} is not in the namespace ${DEFAULT_NAMESPACE}`
    : 'the entity has no owner';
}

/**
 * The namespace of a release: the wanted one or the environment's template,
 * valid and granted.
 *
 * @public
 */
export function resolveNamespace(options: {
  wanted?: string;
  field: string;
  environment: DeclarationEnvironment;
  facts: EntityFacts;
}): { namespace: string } | { problem: HelmProblem } {
  const { wanted, field, environment, facts } = options;
  const namespace = wanted ?? expandNamespace(environment.namespace, facts);
  if (namespace === undefined) {
    return {
      problem: {
        code: 'NAMESPACE_NOT_GRANTED',
        field,
        message: `The namespace of ${environment.name} is "${
          environment.namespace
        }", but ${whyNotExpanded(environment.namespace, facts)}.`,
        wayOut:
          'Let the System and the entity have the same owner, in the default namespace, or ask a platform engineer to grant a namespace.',
      },
    };
  }
  if (!namespaceRule.test(namespace)) {
    return {
      problem: {
        code: 'NAMESPACE_INVALID',
        field,
        message: `"${namespace}" is not a valid namespace name.`,
        wayOut:
          'Use at most 63 lower case letters, digits and "-", with a letter or digit at both ends.',
      },
    };
  }
  if (!isNamespaceGranted(namespace, environment, facts)) {
    return {
      problem: {
        code: 'NAMESPACE_NOT_GRANTED',
        field,
        message: `${
          facts.owner ?? 'An entity without owner'
        } may not use the namespace "${namespace}" in ${environment.name}.`,
        wayOut: `Use a granted namespace, or ask a platform engineer to grant it (helm.environments, "${environment.name}", namespaces).`,
      },
    };
  }
  return { namespace };
}
