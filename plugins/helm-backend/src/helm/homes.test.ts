import { mkdtemp, readdir, rm, stat, writeFile } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { createHelmHomes } from './homes';
import { processStartTime } from './processIdentity';

describe('helm homes', () => {
  let root: string;
  let count = 0;
  const newId = () => `home-${(count += 1)}`;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'helm-homes-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('are private, and so is the kubeconfig', async () => {
    const home = await createHelmHomes({ root, newId }).create();
    const kubeconfig = await home.writeKubeconfig('apiVersion: v1');
    expect((await stat(home.path)).mode % 0o1000).toBe(0o700);
    expect((await stat(kubeconfig)).mode % 0o1000).toBe(0o600);
    expect(await readdir(home.cwd)).toEqual([]);
  });

  it('8. of a crashed backend are removed at the next start, those in use stay', async () => {
    const homes = createHelmHomes({ root, newId });
    const crashed = await homes.create();
    await crashed.writeKubeconfig('token: secret');
    const running = await homes.create();
    await running.recordProcess({
      pid: process.pid,
      startTime: await processStartTime(process.pid),
    });
    const gone = await homes.create();
    await gone.recordProcess({ pid: process.pid, startTime: '1' });

    const cut = await homes.create();
    await writeFile(join(cut.path, 'process.json'), '{"pid": 1');

    expect(await createHelmHomes({ root, newId }).removeLeftovers()).toBe(3);
    expect(await readdir(root)).toEqual([running.path.split('/').pop()]);
  });

  it('has nothing to clear on the first start', async () => {
    const homes = createHelmHomes({ root: join(root, 'none'), newId });
    expect(await homes.removeLeftovers()).toBe(0);
  });
});
