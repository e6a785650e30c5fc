import { InputError } from '@backstage/errors';
import { stringifyYaml } from '@backstage-helm/plugin-helm-common';
import {
  Document,
  isMap,
  isScalar,
  parseAllDocuments,
  parseDocument,
  YAMLMap,
  type Node,
  type ParsedNode,
} from 'yaml';
import { transferEdit } from './transferEdit';

/** One document of a file that is being edited. */
export type EditedDocument = Document<ParsedNode>;

/**
 * Reads for editing: every scalar stays the text that it is, `0644` and `yes`
 * too, whatever it means to Helm.
 */
const READING = { schema: 'failsafe', uniqueKeys: false } as const;

/**
 * Reads the documents of a file for editing.
 *
 * @throws InputError with the place of what is no YAML
 */
export function readDocuments(text: string, file: string): EditedDocument[] {
  const documents = parseAllDocuments(text, READING);
  if ('empty' in documents) {
    return [];
  }
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error) {
    throw new InputError(`${file} is not valid YAML: ${error.message}`);
  }
  return documents as EditedDocument[];
}

/**
 * Edits the documents of a file. Comments stay, and lines that are not about
 * the edit stay as they were written.
 *
 * @param edit - changes the documents in place; their number stays
 */
export function editYaml(
  text: string,
  file: string,
  edit: (documents: EditedDocument[]) => void,
): string {
  const documents = readDocuments(text, file);
  if (!documents.length) {
    documents.push(new Document(undefined, READING) as EditedDocument);
  }
  const style = styleOf(text);
  const before = render(documents, style);
  edit(documents);
  const after = render(documents, style);
  if (before === after) {
    return text;
  }
  const edited = transferEdit({ text, before, after });
  return edited !== undefined && meaning(edited) === meaning(after)
    ? edited
    : after;
}

/** A part of a document as a text of its own. */
export function textOf(node: Node): string {
  const document = new Document(undefined, READING);
  document.contents = node as ParsedNode;
  return document.toString({ lineWidth: 0 });
}

/** A value as a node that Helm reads back as that value. */
export function nodeOf(value: unknown): ParsedNode {
  const text = stringifyYaml(value);
  const node = parseDocument(text, READING).contents;
  if (node === null) {
    const empty = new YAMLMap();
    empty.flow = true;
    return empty as YAMLMap.Parsed;
  }
  return node;
}

/**
 * Sets a key of a map. A comment beside a replaced value stays beside the new
 * one.
 */
export function setKey(map: YAMLMap, key: string, value: unknown): void {
  const node = nodeOf(value);
  const old = map.get(key, true);
  if (isScalar(old) && isScalar(node)) {
    node.comment = old.comment;
    node.commentBefore = old.commentBefore;
  }
  map.set(key, node);
}

/** The map at the root of a document, made if there is none. */
export function rootMap(document: EditedDocument, file: string): YAMLMap {
  if (document.contents === null) {
    document.contents = new YAMLMap() as YAMLMap.Parsed;
  }
  const { contents } = document;
  // An empty document is read as an empty text.
  if (!isMap(contents) && String(contents) === '') {
    document.contents = new YAMLMap() as YAMLMap.Parsed;
    return document.contents;
  }
  if (!isMap(contents)) {
    throw new InputError(`${file} does not hold a map.`);
  }
  return contents;
}

interface Style {
  indent: number;
  indentSeq: boolean;
}

function styleOf(text: string): Style {
  const indent = /^(?:[^\s#-].*:[^\n]*\n)( {1,8})[^\s#-]/m.exec(text)?.[1];
  return {
    indent: indent?.length ?? 2,
    indentSeq: !/^( *)[^\s#-][^\n]*:[ ]*\n\1- /m.test(text),
  };
}

function render(documents: EditedDocument[], style: Style): string {
  return documents
    .map((document, index) => {
      if (document.contents === null) {
        return '';
      }
      const text = document.toString({
        lineWidth: 0,
        flowCollectionPadding: false,
        ...style,
      });
      const isMarked = index === 0 || text.startsWith('---');
      return isMarked ? text : `---\n${text}`;
    })
    .join('');
}

/** What a file says, without how it is written; undefined when it is no YAML. */
function meaning(text: string): string | undefined {
  const documents = parseAllDocuments(text, READING);
  if ('empty' in documents || documents.some(({ errors }) => errors.length)) {
    return undefined;
  }
  return JSON.stringify(documents.map(document => document.toJS()));
}
