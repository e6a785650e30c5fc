import {
  isHelmApiError,
  operationKinds,
  type Operation,
  type Plan,
} from '@backstage-helm/plugin-helm-common';

/** What is wrong and the way out, as the server words it. */
export function sentenceOf(problem: {
  field?: string;
  message: string;
  wayOut?: string;
}): string {
  const { field, message, wayOut } = problem;
  return [field ? `${field}: ${message}` : message, wayOut]
    .filter(Boolean)
    .join(' ');
}

/** The server's refusal as the error of a step; other errors as they are. */
export function stepError(error: unknown): unknown {
  return isHelmApiError(error)
    ? new Error(`${sentenceOf(error)} (${error.code})`, { cause: error })
    : error;
}

/** "Upgrade of shop-dev/storefront in dev to 1.3.0". */
export function titleOf(
  subject: Pick<
    Plan | Operation,
    'kind' | 'release' | 'environment' | 'toVersion' | 'toRevision'
  >,
): string {
  const { kind, release, environment, toVersion, toRevision } = subject;
  const verb = operationKinds.get(kind)?.verb ?? kind;
  const aim = [
    toRevision && `to revision ${toRevision}`,
    toVersion && (toRevision ? `(${toVersion})` : `to ${toVersion}`),
  ].filter(Boolean);
  return [
    `${verb}: ${release.namespace}/${release.name} in ${environment}`,
    ...aim,
  ].join(' ');
}

/** How an operation ended that did not succeed, and what to do. */
export function failureOf(operation: Operation, url?: string): string {
  const { outcome, status } = operation;
  return [
    outcome ? `${outcome.title} (${outcome.code}).` : `It ended as ${status}.`,
    outcome?.why,
    outcome?.holds,
    outcome?.next,
    `A retry of this task looks at the same operation and starts no other; retry the operation itself${
      url ? ` at ${url}` : ' in the portal'
    }.`,
  ]
    .filter(Boolean)
    .join(' ');
}
