import { layerAt, parseTargetPath } from './targetPath';
import { valuesOfText } from './valuesReference';

const field = 'f';

describe('targetPath', () => {
  it.each([
    ['a', ['a']],
    ['a.b', ['a', 'b']],
    ['a\\.b.c', ['a.b', 'c']],
    ['a[0].b', ['a', 0, 'b']],
    ['a[1][2]', ['a', 1, 2]],
    ['__proto__.x', ['__proto__', 'x']],
  ])('reads %s', (path, segments) => {
    expect(parseTargetPath(path, field)).toEqual(segments);
  });

  it.each([
    '',
    'a..b',
    '.a',
    'a.',
    '[0]',
    'a[x]',
    'a[0',
    'a,b',
    'a=b',
    'a[1001]',
    `a${'[1]'.repeat(31)}`,
  ])('refuses %p', path => {
    expect(() => parseTargetPath(path, field)).toThrow(/not a path/);
  });

  it('changes one place of a list and keeps the others', () => {
    const below = { hosts: [{ name: 'a', tls: true }, { name: 'b' }], x: 1 };
    expect(layerAt(below, ['hosts', 0, 'name'], 'c')).toEqual({
      hosts: [{ name: 'c', tls: true }, { name: 'b' }],
    });
    expect(layerAt({}, ['hosts', 1], 'c')).toEqual({ hosts: [null, 'c'] });
    expect(below.hosts[0].name).toBe('a');
  });

  it('touches no prototype', () => {
    const layer = layerAt({}, ['__proto__', 'polluted'], true);
    expect(Object.keys(layer)).toEqual(['__proto__']);
    expect(({} as any).polluted).toBeUndefined();
  });
});

describe('valuesOfText', () => {
  const at = (text: string, literal?: boolean) =>
    valuesOfText(text, { targetPath: 'a', literal, field }, {}).a;

  it.each([
    ['true', true],
    ['null', null],
    ['42', 42],
    ['-1', -1],
    ['007', '007'],
    ['12345678901234567890', '12345678901234567890'],
    ['"42"', '42'],
    ["'true'", 'true'],
    ['a,b={c}', 'a,b={c}'],
    ['1.5', '1.5'],
  ])('types %s as --set does', (text, value) => {
    expect(at(text)).toEqual(value);
  });

  it('takes a literal as it is', () => {
    expect(at('42', true)).toBe('42');
    expect(at('"x"', true)).toBe('"x"');
  });

  it('reads a whole document', () => {
    expect(valuesOfText('a: yes', { field }, {})).toEqual({ a: true });
    expect(() => valuesOfText('- a', { field }, {})).toThrow();
  });
});
