import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Node,
} from 'yaml';

/** One line of a YAML document and the value that begins on it. */
export interface YamlLine {
  number: number;
  text: string;
  /** Dotted path of the key on this line. */
  path?: string;
  /** The value as text, for a line that holds one. */
  value?: string;
}

/** Lines of a YAML map with the dotted path of the key on each. */
export function yamlLines(yaml: string): YamlLine[] {
  const lines: YamlLine[] = yaml
    .replace(/\n$/, '')
    .split('\n')
    .map((text, index) => ({ number: index + 1, text }));
  const counter = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: counter });

  function visit(node: unknown, path: string) {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : String(key);
        note(key as Node, value, path ? `${path}.${name}` : name);
      }
    } else if (isSeq(node)) {
      node.items.forEach((item, index) => visit(item, `${path}.${index}`));
    }
  }
  function note(key: Node, value: unknown, path: string) {
    const line = key.range && lines[counter.linePos(key.range[0]).line - 1];
    if (line && line.path === undefined) {
      line.path = path;
      if (isScalar(value)) {
        line.value = String(value.value);
      }
    }
    visit(value, path);
  }
  if (document.errors.length === 0) {
    visit(document.contents, '');
  }
  return lines;
}

/** The value of every leaf that stands on a line of its own, by path. */
export function leafValues(yaml: string): Map<string, string> {
  const leaves = yamlLines(yaml).flatMap((line): [string, string][] =>
    line.path !== undefined && line.value !== undefined
      ? [[line.path, line.value]]
      : [],
  );
  return new Map(leaves);
}
