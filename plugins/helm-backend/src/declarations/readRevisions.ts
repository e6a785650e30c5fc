import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Declaration } from './Declaration';
import { readDeclaredFile } from './fileReader';

/**
 * Says at which commit a declaration came to be what it is; where nobody told
 * one, by the tag of the file that it stands in. What did not change keeps what
 * it was read at first.
 */
export async function readRevisions(
  declarations: readonly Declaration[],
  before: readonly Declaration[],
  options: { commit?: string; urlReader: UrlReaderService },
): Promise<Declaration[]> {
  const tags = new Map<string, Promise<string | undefined>>();
  const tagOf = (url: string) => {
    const known = tags.get(url) ?? readTag(options.urlReader, url);
    tags.set(url, known);
    return known;
  };
  return Promise.all(
    declarations.map(async declaration => {
      const earlier = before.find(each => isSame(each, declaration));
      if (earlier?.digest === declaration.digest && earlier.revision) {
        return { ...declaration, revision: earlier.revision };
      }
      const { document, sources } = declaration;
      const own = sources.find(({ url }) => url === document?.url);
      const [catalog] = sources;
      const revision =
        options.commit ?? own?.etag ?? (catalog && (await tagOf(catalog.url)));
      return { ...declaration, revision };
    }),
  );
}

function isSame(left: Declaration, right: Declaration): boolean {
  return (
    left.environment === right.environment &&
    left.release !== undefined &&
    right.release !== undefined &&
    stringifyReleaseRef(left.release) === stringifyReleaseRef(right.release)
  );
}

/** The catalog read the file itself; its tag is only said, so it may be missing. */
async function readTag(
  urlReader: UrlReaderService,
  url: string,
): Promise<string | undefined> {
  try {
    const file = await readDeclaredFile(urlReader, url, 'helm-release/chart');
    return file?.etag;
  } catch {
    return undefined;
  }
}
