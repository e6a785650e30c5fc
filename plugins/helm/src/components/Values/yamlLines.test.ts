import { leafValues, yamlLines } from './yamlLines';

describe('yamlLines', () => {
  it('knows the path of the key on each line, comments and lists too', () => {
    const yaml = [
      '# comment',
      'replicas: 2',
      'web:',
      '  env:',
      '    - name: A',
      '      value: "1"',
      'hosts: [a, b]',
    ].join('\n');
    expect(yamlLines(yaml).map(line => line.path)).toEqual([
      undefined,
      'replicas',
      'web',
      'web.env',
      'web.env.0.name',
      'web.env.0.value',
      'hosts',
    ]);
  });

  it('gives the value of a line that holds one', () => {
    expect([...leafValues('a: 1\nb:\n  c: "x: y"\n')]).toEqual([
      ['a', '1'],
      ['b.c', 'x: y'],
    ]);
  });

  it('still shows the lines of a text that is no YAML', () => {
    expect(yamlLines('a: [\nb').map(line => line.text)).toEqual(['a: [', 'b']);
  });
});
