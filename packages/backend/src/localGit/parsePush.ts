import { InputError } from '@backstage/errors';

/** What the local Git server tells after a push. */
export interface Push {
  /** `organisation/name` */
  repository: string;
  commit?: string;
}

/**
 * Reads the body of a push notification.
 *
 * @throws InputError when it is not one.
 */
export function parsePush(body: unknown): Push {
  const { repository, commit } = (body ?? {}) as Record<string, unknown>;
  if (
    typeof repository !== 'string' ||
    !/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(repository)
  ) {
    throw new InputError("Expected {repository: '<organisation>/<name>'}");
  }
  return {
    repository,
    commit:
      typeof commit === 'string' && /^[0-9a-f]{7,64}$/.test(commit)
        ? commit
        : undefined,
  };
}
