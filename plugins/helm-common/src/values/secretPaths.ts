import { isValuesMap, type ValuesMap } from './ValuesMap';
import { createSchemaCursor, type SchemaCursor } from './secretSchema';

/** Which keys hold secrets. @public */
export interface SecretRules {
  /** Tested on the last segment of a key's path. */
  patterns: readonly RegExp[];
  /** Parsed values.schema.json: `writeOnly` and `format: password` count. */
  schema?: unknown;
}

/**
 * Names of keys that hold a secret itself. Names of Secrets and of keys in
 * them (`existingSecret`, `secretName`, `passwordKey`) are no secrets.
 *
 * @public
 */
export const defaultSecretKeyPatterns: readonly RegExp[] = [
  /^(?!existing|image|pull|.*pull-?secrets?$).*(password|passwd|passphrase|secrets?|api[-_]?keys?|access[-_]?keys?|private[-_]?keys?|signing[-_]?keys?|encryption[-_]?keys?|credentials?|connection[-_]?string|dsn)$/i,
  /^(?!existing|.*mount.*).*tokens?$/i,
  /^(pwd|pass)$/i,
];

function isSecretKey(key: string, rules: SecretRules): boolean {
  return rules.patterns.some(pattern => {
    // A pattern with the g flag would remember where it stopped.
    pattern.lastIndex = 0;
    return pattern.test(key);
  });
}

/** `{name: DB_PASSWORD, value: …}`, as in lists of environment variables. */
function isNamedSecret(map: ValuesMap, rules: SecretRules): boolean {
  const name = map.name ?? map.key;
  return typeof name === 'string' && isSecretKey(name, rules);
}

function isSecretLeaf(value: unknown): boolean {
  return (
    (typeof value === 'string' && value !== '') || typeof value === 'number'
  );
}

/**
 * Key paths of every leaf that is a secret by its name or by the schema. List
 * positions are written as numbers. Empty texts, booleans and nulls are none.
 *
 * @public
 */
export function secretPaths(values: ValuesMap, rules: SecretRules): string[][] {
  const found: string[][] = [];
  const walk = (
    value: unknown,
    path: string[],
    isSecret: boolean,
    schema: SchemaCursor | undefined,
  ) => {
    const counts = isSecret || schema?.isSecret === true;
    if (Array.isArray(value)) {
      value.forEach((item, index) =>
        walk(item, [...path, String(index)], counts, schema?.item()),
      );
    } else if (isValuesMap(value)) {
      const isNamed = isNamedSecret(value, rules);
      for (const [key, child] of Object.entries(value)) {
        walk(
          child,
          [...path, key],
          counts || isSecretKey(key, rules) || (isNamed && key === 'value'),
          schema?.property(key),
        );
      }
    } else if (counts && isSecretLeaf(value)) {
      found.push(path);
    }
  };
  walk(values, [], false, createSchemaCursor(rules.schema));
  return found;
}

/**
 * The first secret that values carry, for `SECRET_IN_VALUES`.
 *
 * @public
 */
export function findSecretKey(
  values: ValuesMap,
  rules: SecretRules,
): string[] | undefined {
  return secretPaths(values, rules)[0];
}
