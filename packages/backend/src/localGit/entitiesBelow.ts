import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';

/** References of the entities whose catalog file lies in the repository. */
export function entitiesBelow(
  repositoryUrl: string,
  entities: Entity[],
): string[] {
  const prefix = `url:${repositoryUrl}/`;
  return entities
    .filter(entity =>
      entity.metadata.annotations?.[ANNOTATION_LOCATION]?.startsWith(prefix),
    )
    .map(stringifyEntityRef);
}
