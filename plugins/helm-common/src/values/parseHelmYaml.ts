import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { HelmError } from '../errors';
import { foreignBreak } from './foreignBreak';
import { parseInteger, resolveScalar, type YamlScalar } from './resolveScalar';
import { isValuesMap, type ValuesMap } from './ValuesMap';

/** Values beyond it are no values file: aliases that multiply themselves. */
const MAX_NODES = 500_000;
const MAX_DEPTH = 200;
const CORE_TAG = 'tag:yaml.org,2002:';

/** Characters that a YAML stream may not hold. */
const forbidden =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

class YamlProblem extends Error {}

/** Go's `strconv.FormatFloat(x, 'g', -1, 64)`, which makes keys of floats. */
function formatKey(value: number): string {
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

function scalarValue(node: Scalar): YamlScalar {
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

/** Walks one document and gives plain JSON, or throws YamlProblem. */
class HelmYamlReader {
  readonly #document: Document;
  #nodes = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  read(node: unknown, depth = 0): unknown {
    this.#nodes += 1;
    if (this.#nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new YamlProblem('the document is too large once it is expanded');
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) {
        throw new YamlProblem(`unknown anchor "${node.source}"`);
      }
      return this.read(target, depth + 1);
    }
    if (isMap(node)) {
      return this.#map(node, depth);
    }
    if (isSeq(node)) {
      return node.items.map(item => this.read(item, depth + 1));
    }
    if (isScalar(node)) {
      const value = scalarValue(node);
      if (typeof value === 'number' && !Number.isFinite(value)) {
        throw new YamlProblem('values cannot hold infinity or NaN');
      }
      return value === 0 ? 0 : value;
    }
    return null;
  }

  #map(node: YAMLMap, depth: number): ValuesMap {
    const entries = new Map<string, unknown>();
    for (const pair of node.items) {
      if (this.#isMerge(pair.key)) {
        this.#merge(entries, pair.value, depth);
      } else {
        // The last of several equal keys counts, as in Helm.
        entries.set(this.#key(pair.key), this.read(pair.value, depth + 1));
      }
    }
    return Object.fromEntries(entries);
  }

  #isMerge(key: unknown): boolean {
    return (
      isScalar(key) && key.type === 'PLAIN' && key.value === '<<' && !key.tag
    );
  }

  #merge(entries: Map<string, unknown>, from: unknown, depth: number) {
    const source = isAlias(from) ? from.resolve(this.#document) : from;
    // Of a list the first wins, so it is laid on last.
    const parts = isSeq(source) ? [...source.items].reverse() : [source];
    for (const part of parts) {
      const values = this.read(part as Node, depth + 1);
      if (!isValuesMap(values)) {
        throw new YamlProblem('"<<" needs a map or a list of maps');
      }
      for (const [key, value] of Object.entries(values)) {
        entries.set(key, value);
      }
    }
  }

  #key(node: unknown): string {
    const target = isAlias(node) ? node.resolve(this.#document) : node;
    if (!isScalar(target)) {
      throw new YamlProblem(
        'a key is a map or a list; text with {{ }} needs quotes',
      );
    }
    const value = scalarValue(target);
    if (value === null) {
      throw new YamlProblem('a key is null');
    }
    return typeof value === 'number' ? formatKey(value) : String(value);
  }
}

function invalid(field: string, message: string, line?: string): HelmError {
  return new HelmError({
    code: 'YAML_INVALID',
    field,
    message: `${field} is not valid YAML${line ?? ''}: ${message}.`,
    wayOut: 'Correct the YAML.',
  });
}

/**
 * Reads YAML as Helm reads a values file, whatever the shape of the document.
 *
 * @param field - what to blame: annotation, file or request field.
 * @throws HelmError YAML_INVALID with line and column.
 * @public
 */
export function parseHelmYamlValue(text: string, field: string): unknown {
  const source = text.replace(/^\ufeff/, '');
  const character = forbidden.exec(source) ?? foreignBreak.exec(source);
  if (character) {
    const line = source.slice(0, character.index).split('\n').length;
    throw invalid(
      field,
      'control character or line separator',
      ` (line ${line})`,
    );
  }
  const documents = parseAllDocuments(source, {
    // Scalars stay text; what they mean is Helm's affair, not this library's.
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
    prettyErrors: true,
  });
  const first = 'empty' in documents ? undefined : documents[0];
  if (!first) {
    return null;
  }
  const error = first.errors[0];
  if (error) {
    const position = error.linePos?.[0];
    throw invalid(
      field,
      error.message.split(/ at line \d+|\n/)[0].replace(/[.:]$/, ''),
      position && ` (line ${position.line}, column ${position.col})`,
    );
  }
  try {
    return new HelmYamlReader(first as Document).read(first.contents);
  } catch (problem) {
    if (problem instanceof YamlProblem) {
      throw invalid(field, problem.message);
    }
    throw problem;
  }
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
