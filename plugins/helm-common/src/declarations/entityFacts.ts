import {
  parseEntityRef,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';

/** What namespaces and grants depend on. @public */
export interface EntityFacts {
  entityRef: string;
  name: string;
  namespace: string;
  /** Ref of the first owner. */
  owner?: string;
  /** Ref of the System that it is part of. */
  system?: string;
  /** Ref of that System's owner, when it could be read. */
  systemOwner?: string;
}

function related(entity: Entity, type: string, kinds: string[]) {
  return (entity.relations ?? [])
    .filter(relation => relation.type === type)
    .map(relation => relation.targetRef.toLocaleLowerCase('en-US'))
    .find(ref => kinds.some(kind => ref.startsWith(`${kind}:`)));
}

function specRef(entity: Entity, key: string, defaultKind: string) {
  const value = entity.spec?.[key];
  if (typeof value !== 'string' || !value) {
    return undefined;
  }
  return stringifyEntityRef(
    parseEntityRef(value, {
      defaultKind,
      defaultNamespace: entity.metadata.namespace ?? 'default',
    }),
  );
}

/**
 * Owner and System by the catalog's relations; by `spec` where an entity has
 * not been processed yet, as in a validation step.
 *
 * @public
 */
export function entityFacts(entity: Entity, systemOwner?: string): EntityFacts {
  return {
    entityRef: stringifyEntityRef(entity),
    name: entity.metadata.name,
    namespace: entity.metadata.namespace ?? 'default',
    owner:
      related(entity, RELATION_OWNED_BY, ['group', 'user']) ??
      specRef(entity, 'owner', 'group'),
    system:
      related(entity, RELATION_PART_OF, ['system']) ??
      specRef(entity, 'system', 'system'),
    systemOwner: systemOwner?.toLocaleLowerCase('en-US'),
  };
}
