import { appendFile, mkdtemp, rm, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { followFile } from './followFile';

describe('followFile', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-follow-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives each whole line once', async () => {
    const path = join(folder, 'stderr');
    await writeFile(path, 'one\ntw');
    const lines: string[] = [];
    const follower = followFile(path, {
      maxBytes: 1_000,
      onLine: line => lines.push(line),
    });
    await follower.read();
    expect(lines).toEqual(['one']);
    await appendFile(path, 'o\nthree');
    await follower.read();
    await follower.read();
    expect(lines).toEqual(['one', 'two']);
    expect(follower.text()).toBe('one\ntwo\nthree');
  });

  it('stops at the cap', async () => {
    const path = join(folder, 'stderr');
    await writeFile(path, 'x'.repeat(100_000));
    const follower = followFile(path, { maxBytes: 70_000 });
    await follower.read();
    expect(follower.text()).toHaveLength(70_000);
  });
});
