import {
  isHelmError,
  parseReleaseDocuments,
  type DocumentFiles,
  type HelmProblem,
  type ReleaseDocument,
  type SourceDocument,
} from '@backstage-helm/plugin-helm-common';
import type { DeclaredFile } from '../fileReader';

/** The documents of all files that one target names. */
export interface FileSet {
  documents: ReleaseDocument[];
  sources: SourceDocument[];
  /** The file that each document stands in. */
  fileOf: ReadonlyMap<ReleaseDocument, DeclaredFile>;
  problems: HelmProblem[];
  /** Set when a file could not be reached: not the author's mistake. */
  failure?: string;
}

/** Reads a file by its path, for problems of a field; once for all environments. */
export type ReadFile = (path: string, field: string) => Promise<DeclaredFile>;

/** Most documents of an entity; one file may hold fewer. */
const MAX_DOCUMENTS = 100;

function tooMany(field: string): HelmProblem {
  return {
    code: 'FILE_TOO_LARGE',
    field,
    message: `The files hold more than ${MAX_DOCUMENTS} documents; the others are not read.`,
    wayOut: 'Let several entities declare them.',
  };
}

/** Never throws for what an author wrote: each file has its own problems. */
export async function readFileSet(
  { paths, field }: DocumentFiles,
  readFile: ReadFile,
): Promise<FileSet> {
  const set: FileSet = {
    documents: [],
    sources: [],
    fileOf: new Map(),
    problems: [],
  };
  const fileOf = new Map<ReleaseDocument, DeclaredFile>();
  for (const path of paths) {
    try {
      const file = await readFile(path, field);
      const read = parseReleaseDocuments(file.text, { field, path });
      const room = MAX_DOCUMENTS - set.documents.length;
      if (read.documents.length > room) {
        set.problems.push(tooMany(field));
      }
      set.documents.push(...read.documents.slice(0, room));
      set.sources.push(...read.sources);
      set.problems.push(...read.problems);
      read.documents.forEach(document => fileOf.set(document, file));
    } catch (error) {
      if (!isHelmError(error)) {
        throw error;
      }
      set.problems.push(error.toProblem());
      if (error.code === 'FILE_UNREADABLE' && !error.details?.absent) {
        set.failure = error.message;
      }
    }
  }
  return { ...set, fileOf };
}
