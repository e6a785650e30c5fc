import { gzipSync } from 'zlib';
import { archiveLimits, inspectArchive } from './inspectArchive';
import { readChart } from './readChart';
import {
  archiveOf,
  chartArchive,
  type TestEntry,
} from './__testUtils__/archives';

const wanted = { name: 'web', version: '1.0.0' };
const honest: TestEntry = {
  path: 'web/Chart.yaml',
  content: 'name: web\nversion: 1.0.0\n',
};

describe('inspectArchive and readChart', () => {
  it('read an honest chart', async () => {
    const archive = chartArchive('web', '1.0.0', {
      'README.md': '# Web',
      'values.schema.json': '{"type": "object"}',
      'Chart.yaml':
        'name: web\nversion: 1.0.0\nappVersion: 2\nannotations:\n  artifacthub.io/changes: |\n    - kind: fixed\n      description: A bug\n    - Plain\n',
    });
    const chart = readChart(await inspectArchive(archive), wanted);
    expect(chart).toEqual({
      ...wanted,
      appVersion: '2',
      valuesYaml: 'replicas: 1\n',
      readme: '# Web',
      schema: '{"type": "object"}',
      changes: ['fixed: A bug', 'Plain'],
      dependencies: [],
      usesLookup: false,
      usesRandom: false,
      storedBytes: expect.any(Number),
      hasRemoteSchema: false,
    });
  });

  it.each<[string, TestEntry]>([
    [
      'a symbolic link',
      {
        path: 'web/values.yaml',
        type: 'SymbolicLink',
        linkpath: '/etc/passwd',
      },
    ],
    [
      'a hard link',
      { path: 'web/values.yaml', type: 'Link', linkpath: 'web/Chart.yaml' },
    ],
    ['a device', { path: 'web/null', type: 'CharacterDevice' }],
    ['a path upwards', { path: 'web/../../etc/cron.d/x', content: 'x' }],
    ['an absolute path', { path: '/etc/cron.d/x', content: 'x' }],
    ['a backslash', { path: 'web\\..\\x', content: 'x' }],
    ['a second folder', { path: 'other/x', content: 'x' }],
  ])('11. refuses %s', async (_, entry) => {
    await expect(
      inspectArchive(archiveOf([honest, entry])),
    ).rejects.toMatchObject({ code: 'CHART_ARCHIVE_INVALID' });
  });

  it('11. stops at its limits', async () => {
    const limits = { ...archiveLimits, unpackedBytes: 1024 * 1024 };
    const bomb = archiveOf([
      honest,
      { path: 'web/a', content: Buffer.alloc(2 * 1024 * 1024) },
    ]);
    expect(bomb.length).toBeLessThan(10_000);
    await expect(inspectArchive(bomb, limits)).rejects.toMatchObject({
      code: 'CHART_TOO_LARGE',
    });
    await expect(
      inspectArchive(bomb, { ...archiveLimits, fileBytes: 1024 * 1024 }),
    ).rejects.toMatchObject({ code: 'CHART_TOO_LARGE' });
    await expect(
      inspectArchive(bomb, { ...archiveLimits, bytes: 100 }),
    ).rejects.toMatchObject({ code: 'CHART_TOO_LARGE' });
    await expect(
      inspectArchive(bomb, { ...archiveLimits, files: 1 }),
    ).rejects.toMatchObject({ code: 'CHART_TOO_LARGE' });
  });

  it('11. is not fooled by a bomb inside of a second compression', async () => {
    const bomb = archiveOf(
      Array.from({ length: 30 }, (_, index) => ({
        path: `web/templates/${index}`,
        content: Buffer.alloc(1024 * 1024),
      })),
    );
    await expect(
      inspectArchive(gzipSync(bomb), {
        ...archiveLimits,
        unpackedBytes: 1024 * 1024,
      }),
    ).rejects.toMatchObject({ code: 'CHART_ARCHIVE_INVALID' });
  });

  it.each([Buffer.from('not gzip'), gzipSync('not tar'), Buffer.alloc(0)])(
    'refuses what is no archive (%#)',
    async bytes => {
      await expect(
        inspectArchive(bytes).then(content => readChart(content, wanted)),
      ).rejects.toMatchObject({ code: 'CHART_ARCHIVE_INVALID' });
    },
  );

  it.each([
    ['name: ../../x\nversion: 1.0.0\n'],
    ['name: other\nversion: 1.0.0\n'],
    ['name: web\nversion: 2.0.0\n'],
    ['name: web\nversion: 1.0.0\ntype: library\n'],
    ['{{{'],
  ])('refuses the Chart.yaml %j', async content => {
    const archive = archiveOf([{ path: 'web/Chart.yaml', content }]);
    const inspected = await inspectArchive(archive);
    expect(() => readChart(inspected, wanted)).toThrow(
      expect.objectContaining({ code: 'CHART_ARCHIVE_INVALID' }),
    );
  });

  it('looks into packaged subcharts', async () => {
    const inner = archiveOf([
      {
        path: 'db/templates/x.yaml',
        content: '{{ lookup "v1" "Secret" "" "" }}{{ randAlphaNum 5 }}',
      },
      {
        path: 'db/values.schema.json',
        content: '{"$ref": "http://169.254.169.254/x.json"}',
      },
    ]);
    const archive = archiveOf([
      honest,
      { path: 'web/charts/db-1.tgz', content: inner },
    ]);
    expect(readChart(await inspectArchive(archive), wanted)).toMatchObject({
      usesLookup: true,
      usesRandom: true,
      hasRemoteSchema: true,
    });
  });

  it('takes the schema language itself for no foreign host', async () => {
    const archive = chartArchive('web', '1.0.0', {
      'values.schema.json':
        '{"$schema": "https://json-schema.org/draft-07/schema#", "$ref": "#/definitions/a"}',
    });
    expect(
      readChart(await inspectArchive(archive), wanted).hasRemoteSchema,
    ).toBe(false);
  });
});
