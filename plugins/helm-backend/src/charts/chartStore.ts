import { createHash } from 'crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'fs/promises';
import { join } from 'path';

/** Archives by the digest of their bytes. */
export interface ChartStore {
  /** Path of the archive when it is here and still has this digest. */
  find(digest: string): Promise<{ path: string; bytes: Buffer } | undefined>;
  put(bytes: Buffer): Promise<{ path: string; digest: string }>;
}

/** `sha256:…` of some bytes. */
export function digestOfBytes(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @param root - folder that only this backend uses; made with 0700 */
export function createChartStore(options: {
  root: string;
  newId: () => string;
}): ChartStore {
  const { root, newId } = options;
  const pathOf = (digest: string) =>
    join(root, `${digest.replace(/^sha256:/, '')}.tgz`);
  return {
    async find(digest) {
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
        return undefined;
      }
      const path = pathOf(digest);
      const bytes = await readFile(path).catch(() => undefined);
      return bytes && digestOfBytes(bytes) === digest
        ? { path, bytes }
        : undefined;
    },
    async put(bytes) {
      const digest = digestOfBytes(bytes);
      const path = pathOf(digest);
      const partial = join(root, `.${newId()}.part`);
      await mkdir(root, { recursive: true, mode: 0o700 });
      try {
        await writeFile(partial, bytes, { mode: 0o600, flag: 'wx' });
        await rename(partial, path);
      } finally {
        await rm(partial, { force: true });
      }
      return { path, digest };
    },
  };
}
