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
      set.documents.push(...read.documents);
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
