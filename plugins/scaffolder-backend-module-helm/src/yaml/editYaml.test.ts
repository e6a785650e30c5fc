import { parseHelmYaml } from '@backstage-helm/plugin-helm-common';
import { isMap, type YAMLMap } from 'yaml';
import { editYaml, nodeOf, rootMap, setKey } from './editYaml';

const written = `# Who owns it

apiVersion: backstage.io/v1alpha1   # fixed
kind: Component
metadata:
    name: "shop"
    tags: [ a,b,   c ]
    mode: 0644
    on: yes


    annotations:
        # The chart
        helm-release/version:   1.2.0   # pinned
        long: this is a very long line that a library would like to fold since it is longer than eighty characters
    links:
    - url: x
      title: 'q'
    text: >-
      folded
      lines
---
# second
kind: API
`;

function set(path: string[], value: unknown) {
  return editYaml(written, 'f.yaml', ([first]) =>
    first.setIn(path, nodeOf(value)),
  );
}

describe('editYaml', () => {
  it('leaves a file alone in which nothing changes', () => {
    expect(editYaml(written, 'f.yaml', () => {})).toBe(written);
  });

  it('changes the line that it is about, and no other', () => {
    const after = editYaml(written, 'f.yaml', ([first]) => {
      const annotations = first.getIn(['metadata', 'annotations']) as YAMLMap;
      setKey(annotations, 'helm-release/version', '1.3.0');
    });
    const lines = after.split('\n');
    const changed = written
      .split('\n')
      .map((line, index) => [line, lines[index]])
      .filter(([left, right]) => left !== right);
    expect(changed).toHaveLength(1);
    expect(changed[0][1]).toContain('helm-release/version: 1.3.0 # pinned');
  });

  it('adds lines in the style of the file', () => {
    const after = set(['metadata', 'annotations', 'helm-release/x'], 'true');
    expect(after).toContain(
      '\n        helm-release/x: "true"\n    links:\n    - url: x\n',
    );
    expect(after).toContain('tags: [ a,b,   c ]');
    expect(after).toContain('mode: 0644');
  });

  it('starts an empty file', () => {
    for (const text of ['', '# only words\n', '\n']) {
      const after = editYaml(text, 'f.yaml', ([document]) =>
        rootMap(document, 'f.yaml').set('a', nodeOf({ b: 1 })),
      );
      expect(after).toContain('a:\n  b: 1\n');
      expect(after).toContain(text.trim());
    }
  });

  it('names the place of what is no YAML', () => {
    expect(() => editYaml('a: [', 'deploy/x.yaml', () => {})).toThrow(
      'deploy/x.yaml is not valid YAML',
    );
  });
});

describe('nodeOf', () => {
  it.each(['yes', '0644', '1.10', 'true', '', 'a: b', '~', ' x', 'two\nlines'])(
    'keeps the text %j a text',
    text => {
      const after = editYaml('', 'f', ([document]) =>
        rootMap(document, 'f').set('a', nodeOf(text)),
      );
      expect(parseHelmYaml(after, 'f')).toEqual({ a: text });
    },
  );

  it('has an empty map', () => {
    expect(isMap(nodeOf({}))).toBe(true);
    expect((nodeOf({}) as YAMLMap).items).toEqual([]);
  });
});
