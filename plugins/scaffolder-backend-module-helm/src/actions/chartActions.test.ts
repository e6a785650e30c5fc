import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryHelm } from '../__testUtils__/InMemoryHelm';
import { runAction } from '../__testUtils__/runAction';
import { createChartVersionsAction } from './createChartVersionsAction';
import { createTemplateRenderAction } from './createTemplateRenderAction';

const chart = { repository: 'local', name: 'web-service' };

describe('helm:chart:versions', () => {
  it('tells the newest, and the newest in a range', async () => {
    const { outputs, error } = await runAction(
      createChartVersionsAction(new InMemoryHelm()),
      { chart, range: '~1.2' },
    );
    expect(error).toBeUndefined();
    expect(outputs).toEqual({
      versions: ['1.3.0', '1.2.0', '1.1.0'],
      newest: '1.3.0',
      newestMatching: '1.2.0',
    });
  });

  it('fails when nothing is in the range', async () => {
    const { error } = await runAction(
      createChartVersionsAction(new InMemoryHelm()),
      { chart, range: '>9' },
    );
    expect(error).toBe('No published version of web-service is in >9.');
  });
});

describe('helm:template', () => {
  const input = {
    chart,
    version: '1.3.0',
    releaseName: 'storefront',
    namespace: 'shop-dev',
    values: 'replicaCount: 2\n',
  };
  let workspacePath: string;

  beforeEach(async () => {
    workspacePath = await mkdtemp(join(tmpdir(), 'helm-template-'));
  });

  afterEach(() => rm(workspacePath, { recursive: true }));

  it('gives what the chart makes', async () => {
    const helm = new InMemoryHelm();
    const action = createTemplateRenderAction(helm);
    const { outputs } = await runAction(action, input, { workspacePath });
    expect(outputs).toEqual({
      manifest: 'kind: Service\nmetadata:\n  name: storefront\n',
      objects: [{ kind: 'Service', name: 'storefront' }],
    });
    const { chart: _, ...rest } = input;
    expect(helm.rendered).toEqual([{ ...chart, ...rest }]);
  });

  it('writes it to a file of the workspace, not in a dry run', async () => {
    const action = createTemplateRenderAction(new InMemoryHelm());
    const wanted = { ...input, targetFile: 'rendered/all.yaml' };
    await runAction(action, wanted, { workspacePath, isDryRun: true });
    expect(await readdir(workspacePath)).toEqual([]);
    const { outputs } = await runAction(action, wanted, { workspacePath });
    expect(outputs).not.toHaveProperty('manifest');
    const file = join(workspacePath, 'rendered/all.yaml');
    expect(await readFile(file, 'utf8')).toContain('kind: Service');
    const outside = { ...input, targetFile: '../all.yaml' };
    const { error } = await runAction(action, outside, { workspacePath });
    expect(error).toContain('outside');
  });
});
