import {
  ANNOTATION_LOCATION,
  parseLocationRef,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { isLoopbackHost } from '../loopback';

/**
 * References of the entities (other than Locations) whose catalog file lies in
 * that repository of the local Git server.
 */
export function entitiesOf(repository: string, entities: Entity[]): string[] {
  return entities
    .filter(({ kind, metadata }) => {
      const location = metadata.annotations?.[ANNOTATION_LOCATION];
      if (kind === 'Location' || !location?.startsWith('url:')) {
        return false;
      }
      const { hostname, pathname } = new URL(parseLocationRef(location).target);
      return (
        isLoopbackHost(hostname) && pathname.startsWith(`/${repository}/raw/`)
      );
    })
    .map(stringifyEntityRef);
}
