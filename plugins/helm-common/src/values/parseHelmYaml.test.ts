import { isHelmError } from '../errors';
import documents from './__fixtures__/documents.json';
import scalars from './__fixtures__/scalars.json';
import { parseHelmYaml } from './parseHelmYaml';

function errorOf(text: string) {
  try {
    parseHelmYaml(text, 'values.yaml');
  } catch (error) {
    if (isHelmError(error)) {
      return error;
    }
    throw error;
  }
  throw new Error('was accepted');
}

/** Helm refuses these and we do not: what they mean is not in doubt. */
const morePermissive = new Set([
  'a: "\\/"\n',
  '%YAML 1.2\n---\na: yes\n',
  '12345678901234567890: x\n',
]);

type Measured = { yaml: string; value?: unknown; refused?: boolean };

const nameOf = (entry: Measured) => JSON.stringify(entry.yaml);
const accepted = (entries: Measured[]) =>
  entries
    .filter(({ refused }) => !refused)
    .map(entry => [nameOf(entry), entry.yaml, entry.value] as const);
const refused = (entries: Measured[]) =>
  entries
    .filter(entry => entry.refused && !morePermissive.has(entry.yaml))
    .map(entry => [nameOf(entry), entry.yaml] as const);

// What Helm 3.22 and 4.3 made of each, taken from `helm template`.
describe('parseHelmYaml reads as Helm', () => {
  it.each(accepted(scalars))('the scalar %s', (_, yaml, value) => {
    expect(parseHelmYaml(`a: ${yaml}\n`, 'values.yaml').a).toEqual(value);
  });

  it.each(accepted(documents))('the document %s', (_, yaml, value) => {
    expect(parseHelmYaml(yaml, 'values.yaml')).toEqual(value);
  });

  it.each(refused(scalars))('refuses the scalar %s', (_, yaml) => {
    expect(errorOf(`a: ${yaml}\n`).code).toBe('YAML_INVALID');
  });

  it.each(refused(documents))('refuses the document %s', (_, yaml) => {
    expect(errorOf(yaml).code).toMatch(/YAML_INVALID|VALUES_NOT_A_MAP/);
  });
});

describe('parseHelmYaml', () => {
  it('names field, line and column', () => {
    const error = errorOf('a: 1\nb: [1\nc: 2\n');
    expect(error.field).toBe('values.yaml');
    expect(error.message).toMatch(/values\.yaml .*line 3, column \d/);
  });

  it('takes the last anchor before an alias, and no later one', () => {
    expect(
      parseHelmYaml(
        'a: &x 1\nb: *x\nc: {d: &x [two], e: *x}\nf: *x\n? &k key\n: *k\n',
        'values.yaml',
      ),
    ).toEqual({
      a: 1,
      b: 1,
      c: { d: ['two'], e: ['two'] },
      f: ['two'],
      key: 'key',
    });
    expect(errorOf('a: *x\nb: &x 1\n').message).toContain('unknown anchor "x"');
    expect(errorOf('a: &x [*x]\n').message).toContain('too large');
  });

  it('does not walk the document again for each alias', () => {
    // 20,000 walks of 20,000 nodes would take minutes.
    const text = `a: &a 1\nlist: [${Array(20_000).fill('*a').join(', ')}]\n`;
    const before = process.cpuUsage();
    expect(parseHelmYaml(text, 'values.yaml').list).toHaveLength(20_000);
    const { user } = process.cpuUsage(before);
    expect(user / 1e6).toBeLessThan(10);
  });

  it('refuses aliases that multiply themselves', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1) {
      const alias = `*a${level - 1}`;
      lines.push(`a${level}: &a${level} [${Array(10).fill(alias)}]`);
    }
    expect(errorOf(lines.join('\n')).message).toMatch(/too large/);
  });

  it('keeps keys that mean something to JavaScript', () => {
    const values = parseHelmYaml(
      '__proto__: {x: 1}\nconstructor: 2',
      'values.yaml',
    );
    expect(Object.keys(values)).toEqual(['__proto__', 'constructor']);
    expect(({} as any).x).toBeUndefined();
  });
});
