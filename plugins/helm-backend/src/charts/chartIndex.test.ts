import { readIndexEntries, readIndexNames } from './chartIndex';

const regular = `apiVersion: v1
entries:
  api:
  - version: 9.9.9
    urls: [api-9.9.9.tgz]
  web:
  - appVersion: 1.10
    created: "2026-11-20T10:00:00Z"
    description: |-
      A web service
        of ours
    digest: ${'a'.repeat(64)}
    name: web
    urls:
    - web-1.1.0.tgz
    version: 1.1.0
  - name: web
    urls:
    - web-1.0.0.tgz
    version: 1.0.0
  worker:
  - version: 3.0.0
generated: "2026-11-20T10:00:00Z"
`;

describe('readIndexEntries', () => {
  it('reads one chart of a regular index', () => {
    const entries = readIndexEntries(regular, 'web');
    expect(entries.map(entry => entry.version)).toEqual(['1.1.0', '1.0.0']);
    expect(entries[0]).toMatchObject({
      digest: 'a'.repeat(64),
      urls: ['web-1.1.0.tgz'],
      description: 'A web service\n  of ours',
    });
  });

  it.each(['api', 'worker'])('reads the first and last chart: %s', name => {
    expect(readIndexEntries(regular, name)).toHaveLength(1);
  });

  it.each(['missing', 'entries', '__proto__', 'toString'])(
    'has nothing for %s',
    name => expect(readIndexEntries(regular, name)).toEqual([]),
  );

  it('reads JSON and irregular YAML as well', () => {
    const index = { entries: { web: [{ version: '1.0.0', urls: ['x'] }] } };
    expect(readIndexEntries(JSON.stringify(index), 'web')).toHaveLength(1);
    expect(
      readIndexEntries('entries: {web: [{version: 1.0.0}]}', 'web'),
    ).toHaveLength(1);
  });

  it('leaves broken entries out and refuses what is no index', () => {
    const index = { entries: { web: [{ urls: [] }, { version: '1.0.0' }] } };
    expect(readIndexEntries(JSON.stringify(index), 'web')).toHaveLength(1);
    expect(() => readIndexEntries('<html>', 'web')).toThrow();
  });
});

describe('readIndexNames', () => {
  it('reads the names alone of a regular index', () => {
    expect(readIndexNames(regular)).toEqual(['api', 'web', 'worker']);
    expect(readIndexNames(regular.replace('  web:', '  "web":'))).toEqual([
      'api',
      'web',
      'worker',
    ]);
  });

  it('reads JSON and irregular YAML as well, and refuses what is no index', () => {
    expect(readIndexNames('{"entries": {"web": []}}')).toEqual(['web']);
    expect(readIndexNames('entries: {web: []}')).toEqual(['web']);
    expect(() => readIndexNames('<html>')).toThrow();
  });
});
