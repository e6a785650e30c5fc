import { Document, isScalar, Scalar, visit } from 'yaml';
import { resolveScalar } from './resolveScalar';
import { isValuesMap } from './ValuesMap';

/** Keys in one order, so that equal values give equal text. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  if (isValuesMap(value)) {
    return new Map(
      Object.keys(value)
        .sort()
        .map(key => [key, sorted(value[key])]),
    );
  }
  return Object.is(value, -0) ? 0 : value;
}

/**
 * Writes values as YAML that Helm reads back as the same values, keys sorted.
 * No values give an empty text.
 *
 * @public
 */
export function stringifyYaml(value: unknown): string {
  if (isValuesMap(value) && !Object.keys(value).length) {
    return '';
  }
  const document = new Document(sorted(value), {
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node) {
      if (isScalar(node) && typeof node.value === 'string') {
        const isMisread =
          node.value === '<<' || resolveScalar(node.value) !== node.value;
        if (
          isMisread ||
          /[^\n\u0020-\u007e\u00a1-\u2027\u202a-\ud7ff]/.test(node.value)
        ) {
          node.type = Scalar.QUOTE_DOUBLE;
        }
      }
    },
  });
  // In quotes by now; raw they would end the line to Helm.
  return document
    .toString({ lineWidth: 0 })
    .replace(
      /[\u0085\u2028\u2029]/g,
      character =>
        `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
}
