import { InputError } from '@backstage/errors';

/** What the local Git server tells after a push. */
export interface Push {
  /** Address of the repository; entities below it were perhaps changed. */
  repositoryUrl: string;
}

/**
 * Reads the body of a push notification.
 *
 * @throws InputError when it is not one.
 */
export function parsePush(body: unknown): Push {
  const url = (body as { repository?: { url?: unknown } } | null)?.repository
    ?.url;
  if (typeof url !== 'string' || !URL.canParse(url)) {
    throw new InputError("Expected {repository: {url: '<absolute URL>'}}");
  }
  return { repositoryUrl: url.replace(/(\.git)?\/*$/, '') };
}
