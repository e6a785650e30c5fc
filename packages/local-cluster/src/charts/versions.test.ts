import { parse } from 'yaml';
import { mergePatch, nextVersion, parseVersions } from './versions.ts';

const BASE = {
  'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\nannotations: {}\n',
  'values.yaml':
    '# pods\nreplicas: 1\nresources:\n  # of memory\n  memory: 64Mi\n',
  'values.schema.json': '{"properties":{"replicas":{"type":"integer"}}}',
};

describe('nextVersion', () => {
  const files = nextVersion(
    BASE,
    {
      version: '1.1.0',
      appVersion: '7',
      changes: [{ kind: 'added', description: 'Colour' }],
      values: { resources: { memory: '96Mi', cpu: 1 } },
      appendValues: '# paint\ncolour: red\n',
      schema: { properties: { colour: { type: 'string' } } },
    },
    { 'templates/new.yaml': 'kind: New' },
  );

  it('describes the version and its changes', () => {
    const chart = parse(files['Chart.yaml']);
    expect(chart).toMatchObject({ version: '1.1.0', appVersion: '7' });
    expect(parse(chart.annotations['artifacthub.io/changes'])).toEqual([
      { kind: 'added', description: 'Colour' },
    ]);
  });

  it('changes values and keeps the comments', () => {
    expect(parse(files['values.yaml'])).toEqual({
      replicas: 1,
      resources: { memory: '96Mi', cpu: 1 },
      colour: 'red',
    });
    expect(files['values.yaml']).toMatch(/# pods[^]*# of memory[^]*# paint/);
  });

  it('merges the schema and lays the overlay over the files', () => {
    expect(
      Object.keys(JSON.parse(files['values.schema.json']).properties),
    ).toEqual(['replicas', 'colour']);
    expect(files['templates/new.yaml']).toBe('kind: New');
    expect(BASE).not.toHaveProperty('templates/new.yaml');
  });
});

describe('mergePatch', () => {
  it.each([
    [{ a: 1 }, { a: null }, {}],
    [{ a: [1] }, { a: [2] }, { a: [2] }],
    [{ a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
    [1, { a: { b: null } }, { a: {} }],
  ])('of %j with %j is %j', (target, patch, expected) => {
    expect(mergePatch(target, patch)).toEqual(expected);
  });
});

describe('parseVersions', () => {
  it.each([
    ['versions: []', /"versions" must be a list/],
    ['versions: [{version: 1}]', /versions\[0\].version must be a string/],
    [
      'versions: [{version: 1.0.0, appVersion: 1.0.0}]',
      /versions\[0\].changes must be a list/,
    ],
  ])('refuses %s', (text, message) => {
    expect(() => parseVersions(text, 'versions.yaml')).toThrow(message);
  });
});
