import type { UrlReaderService } from '@backstage/backend-plugin-api';
import {
  HelmError,
  MAX_VALUES_FILE_BYTES,
} from '@backstage-helm/plugin-helm-common';

/** A file with the tag that tells whether it changed. */
export interface DeclaredFile {
  url: string;
  text: string;
  etag?: string;
}

/**
 * Reads one file; undefined when it has still that tag.
 *
 * @throws HelmError FILE_TOO_LARGE, FILE_UNREADABLE. `details.absent` is set
 *   when the host says that there is no such file.
 */
export async function readDeclaredFile(
  reader: UrlReaderService,
  url: string,
  field: string,
  etag?: string,
): Promise<DeclaredFile | undefined> {
  try {
    const response = await reader.readUrl(url, { etag });
    const bytes = await response.buffer();
    if (bytes.length > MAX_VALUES_FILE_BYTES) {
      throw new HelmError({
        code: 'FILE_TOO_LARGE',
        field,
        message: `${url} is larger than ${MAX_VALUES_FILE_BYTES} bytes.`,
        wayOut: 'Split the file or remove what is not values.',
      });
    }
    return { url, text: bytes.toString('utf8'), etag: response.etag };
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'NotModifiedError') {
      return undefined;
    }
    if (error instanceof HelmError) {
      throw error;
    }
    const isAbsent = name === 'NotFoundError';
    throw new HelmError(
      {
        code: 'FILE_UNREADABLE',
        field,
        message: isAbsent
          ? `There is no file ${url}.`
          : `${url} can't be read: ${(error as Error).message}.`,
        wayOut: isAbsent
          ? 'Add the file or correct its path.'
          : 'Check that the portal may read the repository (backend.reading.allow, integrations).',
      },
      {
        cause: error as Error,
        details: isAbsent ? { absent: 'true' } : undefined,
      },
    );
  }
}
