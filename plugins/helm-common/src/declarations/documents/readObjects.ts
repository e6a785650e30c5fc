import type { HelmProblem } from '../../errors';
import { readYamlDocuments } from '../../values/helmYamlReader';
import { isValuesMap, type ValuesMap } from '../../values/ValuesMap';
import { MAX_VALUES_FILE_BYTES } from '../valuesSources';

/** Most documents of one file that hold something. @public */
export const MAX_DOCUMENTS = 50;

/** Lines that begin a document, empty ones counted: beyond it is no file. */
const MAX_MARKERS = 1000;

/** One Kubernetes object of a file. */
export interface ReadObject {
  body: ValuesMap;
  /** Position among the documents that are not empty, from 0. */
  index: number;
  /** Start of field paths in problems, counted from 1. */
  at: string;
}

function itemsOf(object: ReadObject): ReadObject[] {
  const { kind, items } = object.body;
  const isList = kind === 'List' || kind === 'HelmReleaseList';
  if (!isList || !Array.isArray(items)) {
    return [object];
  }
  return items.slice(0, MAX_DOCUMENTS + 1).flatMap((body, position) =>
    isValuesMap(body)
      ? [
          {
            body,
            index: object.index,
            at: `${object.at} items[${position}]`,
          },
        ]
      : [],
  );
}

/** The objects of a file with what keeps others from being read. */
export function readObjects(
  text: string,
  file: { field: string; path: string },
): { objects: ReadObject[]; problems: HelmProblem[] } {
  const tooLarge = sizeProblem(text, file);
  if (tooLarge) {
    return { objects: [], problems: [tooLarge] };
  }
  const objects: ReadObject[] = [];
  const problems: HelmProblem[] = [];
  let index = 0;
  for (const document of readYamlDocuments(text, file.path)) {
    const at = `${file.path}#${index + 1}`;
    if (document.problem) {
      problems.push({ ...document.problem.toProblem(), field: at });
      index += 1;
    } else if (document.value !== null && document.value !== undefined) {
      if (isValuesMap(document.value)) {
        objects.push(...itemsOf({ body: document.value, index, at }));
      } else {
        problems.push({
          code: 'DOCUMENT_INVALID',
          field: at,
          message: `${at} is no Kubernetes object.`,
          wayOut: 'Write apiVersion, kind, metadata and spec.',
        });
      }
      index += 1;
    }
    if (Math.max(index, objects.length) > MAX_DOCUMENTS) {
      return { objects: [], problems: [tooMany(file)] };
    }
  }
  return { objects, problems };
}

function tooMany({
  field,
  path,
}: {
  field: string;
  path: string;
}): HelmProblem {
  return {
    code: 'FILE_TOO_LARGE',
    field,
    message: `${path} holds more than ${MAX_DOCUMENTS} documents.`,
    wayOut: 'Split the file.',
  };
}

function sizeProblem(
  text: string,
  file: { field: string; path: string },
): HelmProblem | undefined {
  if (text.length > MAX_VALUES_FILE_BYTES) {
    return {
      code: 'FILE_TOO_LARGE',
      field: file.field,
      message: `${file.path} is larger than ${MAX_VALUES_FILE_BYTES} bytes.`,
      wayOut: 'Split the file.',
    };
  }
  const markers = text.match(/^---/gm)?.length ?? 0;
  return markers > MAX_MARKERS ? tooMany(file) : undefined;
}
