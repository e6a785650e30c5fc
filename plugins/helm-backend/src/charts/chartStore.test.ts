import { mkdtemp, readdir, rm, stat } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { createChartStore } from './chartStore';

describe('createChartStore', () => {
  let root: string;
  let id = 0;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'helm-store-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('keeps what was used last', async () => {
    const store = createChartStore({
      root: join(root, 'charts'),
      newId: () => `${(id += 1)}`,
      now: () => Date.now() + 60_000,
    });
    const first = await store.put(Buffer.from('first'));
    const second = await store.put(Buffer.from('second'));
    expect((await stat(join(root, 'charts'))).mode % 0o1000).toBe(0o700);
    expect(await store.find(first.digest)).toMatchObject({ path: first.path });
    for (let count = 0; count < 199; count += 1) {
      await store.put(Buffer.from(`other ${count}`));
    }
    expect(await readdir(join(root, 'charts'))).toHaveLength(200);
    expect(await store.find(first.digest)).toBeDefined();
    expect(await store.find(second.digest)).toBeUndefined();
    expect(await store.find('sha256:../../etc/passwd')).toBeUndefined();
  });
});
