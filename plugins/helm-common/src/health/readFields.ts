import { isValuesMap } from '../values/ValuesMap';
import type { Condition, KubeObject } from './KubeObject';

/** A field below spec or status, undefined where the path ends early. */
export function field(root: unknown, ...path: (string | number)[]): unknown {
  return path.reduce<unknown>((node, key) => {
    if (Array.isArray(node) && typeof key === 'number') {
      return node[key];
    }
    return isValuesMap(node) ? node[key] : undefined;
  }, root);
}

/** A count of the status; the API leaves zeros out. */
export function count(object: KubeObject, name: string): number {
  const value = field(object.status, name);
  return typeof value === 'number' ? value : 0;
}

/** `spec.replicas`, whose default is one. */
export function wantedReplicas(object: KubeObject): number {
  const value = field(object.spec, 'replicas');
  return typeof value === 'number' ? value : 1;
}

export function textField(root: unknown, ...path: (string | number)[]): string {
  const value = field(root, ...path);
  return typeof value === 'string' ? value : '';
}

export function listField(root: unknown, ...path: string[]): unknown[] {
  const value = field(root, ...path);
  return Array.isArray(value) ? value : [];
}

export function conditions(object: KubeObject): Condition[] {
  return listField(object.status, 'conditions').filter(
    (entry): entry is Condition =>
      isValuesMap(entry) &&
      typeof entry.type === 'string' &&
      typeof entry.status === 'string',
  );
}

export function condition(
  object: KubeObject,
  type: string,
): Condition | undefined {
  return conditions(object).find(entry => entry.type === type);
}

/** The controller has seen the newest spec. */
export function isObserved(object: KubeObject): boolean {
  const observed = field(object.status, 'observedGeneration');
  const { generation } = object.metadata;
  return (
    typeof observed !== 'number' ||
    generation === undefined ||
    observed >= generation
  );
}
