import { HelmError } from '../errors';
import { readYamlDocuments } from './helmYamlReader';
import { isValuesMap, type ValuesMap } from './ValuesMap';

/**
 * Reads YAML as Helm reads a values file, whatever the shape of the document.
 *
 * @param field - what to blame: annotation, file or request field.
 * @throws HelmError YAML_INVALID with line and column.
 * @public
 */
export function parseHelmYamlValue(text: string, field: string): unknown {
  const [first] = readYamlDocuments(text, field);
  if (first?.problem) {
    throw first.problem;
  }
  return first ? first.value : null;
}

/**
 * Reads a values file as Helm does (DESIGN §3). Only the first document
 * counts; an empty one is no values.
 *
 * @throws HelmError YAML_INVALID, VALUES_NOT_A_MAP
 * @public
 */
export function parseHelmYaml(text: string, field: string): ValuesMap {
  const value = parseHelmYamlValue(text, field) ?? {};
  if (!isValuesMap(value)) {
    throw new HelmError({
      code: 'VALUES_NOT_A_MAP',
      field,
      message: `${field} holds a ${
        Array.isArray(value) ? 'list' : typeof value
      }, not a map of values.`,
      wayOut: 'Write keys and values, such as "replicas: 2".',
    });
  }
  return value;
}
