import { createHash } from 'crypto';
import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'fs/promises';
import { join } from 'path';

/** Archives by the digest of their bytes. */
export interface ChartStore {
  /** Path of the archive when it is here and still has this digest. */
  find(digest: string): Promise<{ path: string; bytes: Buffer } | undefined>;
  put(bytes: Buffer): Promise<{ path: string; digest: string }>;
}

/** Archives that are kept; the longest unused go first. */
const KEPT = 200;

/** `sha256:…` of some bytes. */
export function digestOfBytes(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/** @param root - folder that only this backend uses; made with 0700 */
export function createChartStore(options: {
  root: string;
  newId: () => string;
  now: () => number;
}): ChartStore {
  const { root, newId, now } = options;
  const pathOf = (digest: string) =>
    join(root, `${digest.replace(/^sha256:/, '')}.tgz`);
  return {
    async find(digest) {
      if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
        return undefined;
      }
      const path = pathOf(digest);
      const bytes = await readFile(path).catch(() => undefined);
      if (!bytes || digestOfBytes(bytes) !== digest) {
        return undefined;
      }
      const used = new Date(now());
      await utimes(path, used, used);
      return { path, bytes };
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
      await removeUnused(root);
      return { path, digest };
    },
  };
}

async function removeUnused(root: string): Promise<void> {
  const names = (await readdir(root)).filter(name => name.endsWith('.tgz'));
  if (names.length <= KEPT) {
    return;
  }
  const archives = await Promise.all(
    names.map(async name => {
      const path = join(root, name);
      // Gone already when another fetch removes it too.
      const found = await stat(path).catch(() => undefined);
      return { path, usedAt: found?.mtimeMs ?? 0 };
    }),
  );
  archives.sort((left, right) => right.usedAt - left.usedAt);
  for (const { path } of archives.slice(KEPT)) {
    await rm(path, { force: true });
  }
}
