import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { createTwoFilesPatch } from 'diff';

/** Files of a workspace, whose changes are written at the end or not at all. */
export class WorkspaceFiles {
  readonly #root: string;
  readonly #files = new Map<string, { before?: string; after?: string }>();

  /** @param root - no path leads out of it, not through a link either */
  constructor(root: string) {
    this.#root = root;
  }

  /** The text of a file as it is now, or undefined when there is none. */
  async read(path: string): Promise<string | undefined> {
    const known = this.#files.get(path);
    if (known) {
      return known.after;
    }
    const file = resolveSafeChildPath(this.#root, path);
    const before = await readFile(file, 'utf8').catch(error => {
      if (error.code === 'ENOENT') {
        return undefined;
      }
      throw error;
    });
    this.#files.set(path, { before, after: before });
    return before;
  }

  /** Notes down what a file shall hold. */
  async write(path: string, text: string): Promise<void> {
    await this.read(path);
    this.#files.set(path, { ...this.#files.get(path), after: text });
  }

  /** Paths of the files that differ from what was there. */
  get changed(): string[] {
    return [...this.#files]
      .filter(([, { before, after }]) => before !== after)
      .map(([path]) => path)
      .sort();
  }

  /** What differs, as a unified diff; empty when nothing does. */
  get diff(): string {
    return this.changed
      .map(path => {
        const { before, after } = this.#files.get(path) ?? {};
        const patch = createTwoFilesPatch(
          before === undefined ? '/dev/null' : `a/${path}`,
          `b/${path}`,
          before ?? '',
          after ?? '',
        );
        return patch
          .replace(/^=+\n/, '')
          .replace(/^(---|\+\+\+)(.*)\t$/gm, '$1$2');
      })
      .join('');
  }

  /** Writes the changes. */
  async save(): Promise<void> {
    for (const path of this.changed) {
      const file = resolveSafeChildPath(this.#root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, this.#files.get(path)?.after ?? '');
    }
  }
}
