import { InputError } from '@backstage/errors';
import {
  findSecretKey,
  isExactVersion,
  nearest,
  parseHelmYaml,
  stringifyValuesPath,
  type SecretRules,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';

/** @throws InputError unless the version names one published chart */
export function checkVersion(version: string, field: string): string {
  if (!isExactVersion(version)) {
    throw new InputError(
      `${field}: "${version}" is not one exact version. Write one published version such as 1.4.2: no range, no "latest".`,
    );
  }
  return version;
}

/** @throws InputError that names the nearest environment that there is */
export function checkEnvironments(
  names: readonly string[],
  known: readonly { name: string; tier?: string }[],
  field: string,
): void {
  const words = [
    ...known.map(({ name }) => name),
    ...new Set(known.flatMap(({ tier }) => (tier ? [`tier:${tier}`] : []))),
  ];
  for (const name of names) {
    if (!words.includes(name)) {
      const like = nearest(name, words);
      throw new InputError(
        `${field}: there is no environment "${name}". ${
          like ? `Did you mean "${like}"?` : `Known are: ${words.join(', ')}.`
        }`,
      );
    }
  }
}

/**
 * Reads values that shall be committed.
 *
 * @throws InputError when they are no map, or hold a secret
 */
export function parseCommittable(
  text: string,
  field: string,
  rules: SecretRules,
): ValuesMap {
  const values = parseHelmYaml(text, field);
  const secret = findSecretKey(values, rules);
  if (secret) {
    throw new InputError(
      `${field}: ${stringifyValuesPath(
        secret,
      )} is a secret, which no repository may hold. Refer to a Kubernetes Secret instead. (SECRET_IN_VALUES)`,
    );
  }
  return values;
}
