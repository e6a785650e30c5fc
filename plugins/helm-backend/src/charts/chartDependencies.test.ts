import { archiveOf, chartArchive } from './__testUtils__/archives';
import { chartDependencies } from './chartDependencies';
import { inspectArchive } from './inspectArchive';

const umbrella = (files: Record<string, string | Buffer>) =>
  archiveOf(
    Object.entries(files).map(([path, content]) => ({
      path: `shop/${path}`,
      content,
    })),
  );
const of = async (files: Record<string, string | Buffer>) =>
  chartDependencies(await inspectArchive(umbrella(files)));

describe('chartDependencies', () => {
  it('reads Chart.yaml with what lies in the archive, packed or not', async () => {
    expect(
      await of({
        'Chart.yaml': `
name: shop
version: 1.0.0
dependencies:
  - name: web
    alias: storefront
    version: ^1.2.0
    repository: '@local'
    condition: storefront.enabled
  - { name: worker, version: 0.x.x, repository: 'https://charts.example.com' }
  - { name: absent, version: 2.0.0 }
`,
        'charts/web-1.4.0.tgz': chartArchive('web', '1.4.0'),
        'charts/worker/Chart.yaml': 'name: worker\nversion: 0.3.0\n',
        'charts/worker/charts/deep/Chart.yaml': 'name: deep\nversion: 9.0.0\n',
        'charts/found/Chart.yaml': 'name: found\nversion: 3.0.0\n',
      }),
    ).toEqual([
      {
        name: 'web',
        alias: 'storefront',
        version: '^1.2.0',
        repository: '@local',
        condition: 'storefront.enabled',
        resolved: '1.4.0',
      },
      {
        name: 'worker',
        version: '0.x.x',
        repository: 'https://charts.example.com',
        resolved: '0.3.0',
      },
      { name: 'absent', version: '2.0.0' },
      { name: 'found', version: '3.0.0', resolved: '3.0.0' },
    ]);
  });

  it('reads the old form, and lets the lock decide between two', async () => {
    expect(
      await of({
        'Chart.yaml': 'name: shop\nversion: 1.0.0\n',
        'requirements.yaml':
          'dependencies:\n  - { name: web, version: 1.x.x, repository: "alias:local" }\n',
        'requirements.lock':
          'dependencies:\n  - { name: web, version: 1.4.0 }\n',
        'charts/web-1.3.0.tgz': chartArchive('web', '1.3.0'),
        'charts/web-1.4.0.tgz': chartArchive('web', '1.4.0'),
      }),
    ).toMatchObject([{ name: 'web', version: '1.x.x', resolved: '1.4.0' }]);
  });

  it.each([
    ['no list', 'dependencies: 7'],
    ['nothing', 'dependencies: null'],
    ['strange entries', 'dependencies: [7, {}, {version: 1}]'],
    ['no YAML', 'dependencies: ['],
  ])('takes nothing from %s', async (_, dependencies) => {
    expect(
      await of({
        'Chart.yaml': 'name: shop\nversion: 1.0.0\n',
        'requirements.yaml': dependencies,
        'charts/x/Chart.yaml': '- 1',
      }),
    ).toEqual([]);
  });
});
