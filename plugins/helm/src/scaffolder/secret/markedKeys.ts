import {
  defaultSecretKeyPatterns,
  isHelmError,
  parseHelmYaml,
} from '@backstage-helm/plugin-helm-common';
import { isRecord } from '../base/formData';

/** Deeper schemas and longer lists suggest nothing. */
const DEEPEST = 8;
const MOST = 10;

/**
 * Names of the keys that a chart keeps secrets in: those that its schema marks,
 * else those of its defaults that are named like one.
 */
export function markedKeys(chart: {
  schema?: string;
  defaultValues: string;
}): string[] {
  const marked = inSchema(parsed(chart.schema), 0);
  const found = marked.length > 0 ? marked : inDefaults(chart.defaultValues);
  return [...new Set(found)].slice(0, MOST);
}

function parsed(schema: string | undefined): unknown {
  try {
    return schema === undefined ? undefined : JSON.parse(schema);
  } catch {
    // Suggestions are a kindness: without them, keys are typed.
    return undefined;
  }
}

function inSchema(schema: unknown, depth: number): string[] {
  const properties = isRecord(schema) ? schema.properties : undefined;
  if (!isRecord(properties) || depth > DEEPEST) {
    return [];
  }
  return Object.entries(properties).flatMap(([key, inner]) =>
    isRecord(inner) && (inner.writeOnly === true || inner.format === 'password')
      ? [key]
      : inSchema(inner, depth + 1),
  );
}

function inDefaults(yaml: string): string[] {
  try {
    return namedLikeSecrets(parseHelmYaml(yaml, 'values.yaml'), 0);
  } catch (error) {
    if (isHelmError(error)) {
      return [];
    }
    throw error;
  }
}

function namedLikeSecrets(values: unknown, depth: number): string[] {
  if (!isRecord(values) || depth > DEEPEST) {
    return [];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const isNamed =
      !isRecord(value) &&
      defaultSecretKeyPatterns.some(pattern => pattern.test(key));
    return isNamed ? [key] : namedLikeSecrets(value, depth + 1);
  });
}
