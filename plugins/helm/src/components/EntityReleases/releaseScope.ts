import type { CatalogApi } from '@backstage/plugin-catalog-react';
import {
  parseEntityRef,
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';

/** The releases that belong to an entity, as a filter of their list. */
export interface ReleaseScope {
  by: 'owner' | 'system';
  /** Entity refs; none = nothing belongs to it. */
  refs: string[];
  /** True when there are more than are asked for. */
  isCut: boolean;
}

/** As many as the server takes at once. */
const MAX_REFS = 100;
const MAX_DEPTH = 10;

/**
 * What releases of an entity's page are chosen by: a System itself, a Domain's
 * Systems, a Group with all groups below it, a User with their groups.
 */
export async function releaseScope(
  entity: Entity,
  catalog: Pick<CatalogApi, 'getEntities'>,
): Promise<ReleaseScope> {
  const ref = stringifyEntityRef(entity);
  switch (parseEntityRef(ref).kind.toLocaleLowerCase('en-US')) {
    case 'domain': {
      const parts = await below(ref, RELATION_PART_OF, catalog);
      return cut(
        'system',
        parts.filter(part => part.startsWith('system:')),
      );
    }
    case 'group':
      return cut('owner', [
        ref,
        ...(await below(ref, RELATION_CHILD_OF, catalog)),
      ]);
    case 'user':
      return cut('owner', [
        ref,
        ...(entity.relations ?? [])
          .filter(({ type }) => type === RELATION_MEMBER_OF)
          .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US')),
      ]);
    default:
      return cut('system', [ref]);
  }
}

/** Everything that leads to an entity by a relation, level by level. */
async function below(
  ref: string,
  relation: string,
  catalog: Pick<CatalogApi, 'getEntities'>,
): Promise<string[]> {
  const found = new Set<string>();
  let level = [ref];
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const { items } = await catalog.getEntities({
      filter: { [`relations.${relation}`]: level },
      fields: ['kind', 'metadata.name', 'metadata.namespace'],
      limit: MAX_REFS + 1,
    });
    level = items
      .map(stringifyEntityRef)
      .filter(item => item !== ref && !found.has(item));
    level.forEach(item => found.add(item));
    if (found.size > MAX_REFS) {
      break;
    }
  }
  return [...found];
}

function cut(by: ReleaseScope['by'], refs: string[]): ReleaseScope {
  const all = [...new Set(refs)];
  return { by, refs: all.slice(0, MAX_REFS), isCut: all.length > MAX_REFS };
}
