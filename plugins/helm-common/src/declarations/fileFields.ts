import type { HelmProblem } from '../errors';
import {
  helmAnnotationKeys,
  type HelmAnnotationKey,
  type RawAnnotation,
} from './annotationKeys';
import type { Lookup } from './targetFields';
import { checkRelativePath, MAX_VALUES_FILES } from './valuesSources';

/** The HelmRelease documents of one target. @public */
export interface DocumentFiles {
  /** The annotation. */
  field: string;
  /** As written; together they are one set of documents. */
  paths: string[];
  /** Annotations that stand for this environment and win over a document. */
  given: { key: HelmAnnotationKey; field: string }[];
}

/** Reads `file`: paths with commas or line breaks between them. */
export function fileField(
  annotation: RawAnnotation,
  lookup: Lookup,
  problems: HelmProblem[],
): DocumentFiles {
  const { field } = annotation;
  const named = annotation.value
    .split(/[,\n]/)
    .map(path => path.trim())
    .filter(Boolean);
  const paths = [...new Set(named)].filter(path => {
    const problem = checkRelativePath(path, field);
    problems.push(...(problem ? [problem] : []));
    return !problem;
  });
  if (paths.length > MAX_VALUES_FILES) {
    problems.push({
      code: 'ANNOTATION_INVALID',
      field,
      message: `${paths.length} files are named; at most ${MAX_VALUES_FILES} are read.`,
      wayOut: 'Join some of the files: one may hold several documents.',
    });
  }
  const given = helmAnnotationKeys.flatMap(key => {
    const found = lookup(key);
    return found ? [{ key, field: found.field }] : [];
  });
  return { field, paths: paths.slice(0, MAX_VALUES_FILES), given };
}

/** Annotations that say what the documents say already. */
export function fileConflicts(lookup: Lookup): HelmProblem[] {
  const file = lookup('file');
  return (['chart', 'repository', 'version'] as const).flatMap(key => {
    const annotation = lookup(key);
    return file && annotation
      ? [
          {
            code: 'ANNOTATION_INVALID' as const,
            field: annotation.field,
            message: `${annotation.field} and ${file.field} both say which chart to run.`,
            wayOut: `Remove ${annotation.field}, or ${file.field} if the annotations are to count.`,
          },
        ]
      : [];
  });
}
