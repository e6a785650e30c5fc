import { parseEntityRef } from '@backstage/catalog-model';

/** What releases can be chosen by, one value of many; the address keeps them. */
export const fleetFilters = [
  'environment',
  'owner',
  'system',
  'chart',
] as const;
/** One of {@link fleetFilters}. */
export type FleetFilter = (typeof fleetFilters)[number];

/** A ref without the parts that go without saying. */
export function shortRef(ref: string): string {
  const { kind, namespace, name } = parseEntityRef(ref, {
    defaultKind: 'group',
  });
  const place = namespace === 'default' ? name : `${namespace}/${name}`;
  return kind === 'user' ? `${kind}:${place}` : place;
}
