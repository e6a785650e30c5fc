import type { Scalar } from 'yaml';
import { parseInteger, resolveScalar, type YamlScalar } from './resolveScalar';

const CORE_TAG = 'tag:yaml.org,2002:';

/** What Helm would not take; says why. */
export class YamlProblem extends Error {}

/** Go's `strconv.FormatFloat(x, 'g', -1, 64)`, which makes keys of floats. */
export function formatKey(value: number): string {
  if (Number.isNaN(value)) {
    return '.nan';
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? '.inf' : '-.inf';
  }
  const [mantissa, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 63) {
    return Object.is(value, -0) ? '-0' : BigInt(value).toString();
  }
  if (power >= -4 && power < 6) {
    return String(value);
  }
  const digits = String(Math.abs(power)).padStart(2, '0');
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`;
}

function kindOf(text: string, value: YamlScalar): string {
  if (value === null) {
    return 'null';
  }
  if (typeof value === 'number') {
    return parseInteger(text) === undefined ? 'float' : 'int';
  }
  return typeof value === 'boolean' ? 'bool' : 'str';
}

function tagged(text: string, tag: string): YamlScalar {
  const value = resolveScalar(text);
  const kind = kindOf(text, value);
  if (kind === tag || (tag === 'float' && kind === 'int')) {
    return value;
  }
  throw new YamlProblem(`"${text}" is not a ${tag}`);
}

function decodeBinary(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s/g, '')), char =>
      char.charCodeAt(0),
    );
    return new TextDecoder().decode(bytes);
  } catch (error) {
    throw new YamlProblem(`a !!binary value is not base64 (${error})`);
  }
}

/** What a scalar means to Helm, its tag counted. */
export function scalarValue(node: Scalar): YamlScalar {
  const text = String(node.value ?? '');
  const tag = node.tag ?? '';
  if (!tag || tag === '?') {
    return node.type === 'PLAIN' ? resolveScalar(node.source ?? text) : text;
  }
  const core = tag.startsWith(CORE_TAG) ? tag.slice(CORE_TAG.length) : '';
  switch (core) {
    case 'int':
    case 'float':
    case 'bool':
    case 'null':
      return tagged(text, core);
    case 'binary':
      return decodeBinary(text);
    default:
      return text;
  }
}
