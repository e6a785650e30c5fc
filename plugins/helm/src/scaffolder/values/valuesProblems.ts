import {
  coalesceDefaults,
  defaultSecretKeyPatterns,
  isHelmError,
  parseHelmYaml,
  secretPaths,
  type ChartDetail,
  type ValuesMap,
} from '@backstage-helm/plugin-helm-common';
import type { Text } from '../../hooks/useText';
import type { Unchecked } from './readSchema';
import { schemaProblems, type ValuesProblem } from './schemaProblems';

/** What is known of values that somebody types. */
export interface ValuesFinding {
  problems: ValuesProblem[];
  /** True when a schema was there and was checked. */
  isChecked: boolean;
  /** Why the schema is left to Helm. */
  unchecked?: Unchecked;
}

/**
 * Reads values as Helm does, finds secrets in them, and checks what the chart
 * would be given by its schema.
 *
 * @param chart - absent while no version is chosen
 * @param isPatch - a merge patch on values that are not known here: what the
 *   whole would be can't be checked
 */
export function valuesProblems(
  text: string,
  chart: Pick<ChartDetail, 'schema' | 'defaultValues'> | undefined,
  t: Text,
  isPatch = false,
): ValuesFinding {
  const values = read(text);
  if (Array.isArray(values)) {
    return { problems: values, isChecked: false };
  }
  const secrets = secretsIn(values, chart?.schema, t);
  if (!chart?.schema || isPatch) {
    return { problems: secrets, isChecked: false };
  }
  const { problems, unchecked } = schemaProblems(
    computed(values, chart.defaultValues),
    chart.schema,
    t,
  );
  return {
    problems: [...secrets, ...problems],
    isChecked: !unchecked,
    unchecked,
  };
}

function read(text: string): ValuesMap | ValuesProblem[] {
  try {
    return parseHelmYaml(text, 'values');
  } catch (error) {
    if (isHelmError(error)) {
      const { code, message, wayOut } = error;
      return [{ code, message, wayOut, path: [] }];
    }
    throw error;
  }
}

function secretsIn(
  values: ValuesMap,
  schema: string | undefined,
  t: Text,
): ValuesProblem[] {
  const rules = {
    patterns: defaultSecretKeyPatterns,
    schema: parsed(schema),
  };
  return secretPaths(values, rules).map(path => ({
    code: 'SECRET_IN_VALUES',
    path,
    message: t('fields.secretInValues.message'),
    wayOut: t('fields.secretInValues.wayOut'),
  }));
}

function parsed(schema: string | undefined): unknown {
  try {
    return schema === undefined ? undefined : JSON.parse(schema);
  } catch {
    // The names of the keys still say which are secret.
    return undefined;
  }
}

function computed(values: ValuesMap, defaults: string): ValuesMap {
  try {
    return coalesceDefaults(parseHelmYaml(defaults, 'values.yaml'), values);
  } catch (error) {
    if (isHelmError(error)) {
      // A chart whose own defaults can't be read fails later, in Helm's words.
      return values;
    }
    throw error;
  }
}
