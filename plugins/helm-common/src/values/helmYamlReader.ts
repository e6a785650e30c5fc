import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Alias,
  type Document,
  type Node,
  type YAMLMap,
} from 'yaml';
import { HelmError } from '../errors';
import { foreignBreak } from './foreignBreak';
import { formatKey, scalarValue, YamlProblem } from './helmYamlScalar';
import { isValuesMap, type ValuesMap } from './ValuesMap';

/** Values beyond it are no values file: aliases that multiply themselves. */
const MAX_NODES = 500_000;
const MAX_DEPTH = 200;

/** Characters that a YAML stream may not hold. */
const forbidden =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * What each alias of a document means: the last node before it that carries its
 * anchor. Found in one walk; asking the library is a walk for each alias.
 */
function resolveAliases(document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  const waiting: unknown[] = [document.contents];
  while (waiting.length) {
    const node = waiting.pop();
    if (isAlias(node)) {
      const target = anchors.get(node.source);
      if (target) {
        targets.set(node, target);
      }
    } else if (isNode(node) && node.anchor) {
      anchors.set(node.anchor, node);
    }
    if (isPair(node)) {
      waiting.push(node.value, node.key);
    } else if (isCollection(node)) {
      for (let at = node.items.length - 1; at >= 0; at -= 1) {
        waiting.push(node.items[at]);
      }
    }
  }
  return targets;
}

/** Walks one document and gives plain JSON, or throws YamlProblem. */
class HelmYamlReader {
  readonly #document: Document;
  #targets?: ReadonlyMap<Alias, Node>;
  readonly #budget: { nodes: number };

  constructor(document: Document, budget: { nodes: number }) {
    this.#document = document;
    this.#budget = budget;
  }

  read(node: unknown, depth = 0): unknown {
    this.#budget.nodes -= 1;
    if (this.#budget.nodes < 0 || depth > MAX_DEPTH) {
      throw new YamlProblem('the document is too large once it is expanded');
    }
    if (isAlias(node)) {
      const target = this.#resolve(node);
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

  #resolve(alias: Alias): Node | undefined {
    this.#targets ??= resolveAliases(this.#document);
    return this.#targets.get(alias);
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
    const source = isAlias(from) ? this.#resolve(from) : from;
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
    const target = isAlias(node) ? this.#resolve(node) : node;
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

/** One document of a YAML stream: what it holds, or what is wrong with it. */
export type YamlDocument =
  | { value: unknown; problem?: undefined }
  | { value?: undefined; problem: HelmError };

function positionOf(source: string, offset: number): string {
  const before = source.slice(0, offset).split('\n');
  const column = before[before.length - 1].length + 1;
  return ` (line ${before.length}, column ${column})`;
}

function readDocument(
  document: Document,
  source: string,
  field: string,
  budget: { nodes: number },
): YamlDocument {
  const error = document.errors[0];
  if (error) {
    return {
      problem: invalid(
        field,
        error.message.split('\n')[0].replace(/[.:]$/, ''),
        positionOf(source, error.pos[0]),
      ),
    };
  }
  try {
    const reader = new HelmYamlReader(document, budget);
    return { value: reader.read(document.contents) };
  } catch (problem) {
    if (problem instanceof YamlProblem) {
      return { problem: invalid(field, problem.message) };
    }
    throw problem;
  }
}

/**
 * The documents of a YAML stream, each read as Helm reads YAML, one at a time:
 * who needs the first only pays for no other.
 *
 * @param field - what to blame: annotation, file or request field.
 */
export function* readYamlDocuments(
  text: string,
  field: string,
): Generator<YamlDocument, void> {
  const source = text.replace(/^\ufeff/, '');
  const character = forbidden.exec(source) ?? foreignBreak.exec(source);
  if (character) {
    const line = source.slice(0, character.index).split('\n').length;
    yield {
      problem: invalid(
        field,
        'control character or line separator',
        ` (line ${line})`,
      ),
    };
    return;
  }
  let documents;
  try {
    documents = parseAllDocuments(source, {
      // Scalars stay text; what they mean is Helm's affair, not this library's.
      schema: 'failsafe',
      resolveKnownTags: false,
      uniqueKeys: false,
      logLevel: 'silent',
      // The library would seek the place of every error: minutes for a bad file.
      prettyErrors: false,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    // The library calls itself for each level.
    yield { problem: invalid(field, 'it is nested too deeply') };
    return;
  }
  if (!('empty' in documents)) {
    const budget = { nodes: MAX_NODES };
    for (const document of documents) {
      yield readDocument(document as Document, source, field, budget);
    }
  }
}
