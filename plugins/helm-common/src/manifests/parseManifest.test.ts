import fc from 'fast-check';
import { stringifyYaml } from '../values/stringifyYaml';
import {
  identifyObjects,
  objectKey,
  parseManifest,
  splitManifest,
} from './parseManifest';
import { readIdentity } from './readIdentity';

const rendered = `---
# Source: shop/templates/web.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  labels:
    name: not-this-one
  name: web # the name
  namespace: "shop-dev"
spec:
  template:
    metadata:
      name: nor-this
---
# only a comment
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: one}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: two}}
--- # the last
apiVersion: v1
kind: ConfigMap
metadata: {name: text}
data:
  note: |
    ---
    not a document
`;

describe('parseManifest', () => {
  it('reads objects, items of lists, and no comments', () => {
    const { objects, unreadable } = parseManifest(rendered);
    expect(unreadable).toEqual([]);
    expect(objects.map(object => objectKey(object, 'shop-dev'))).toEqual([
      'apps/Deployment/shop-dev/web',
      '/ConfigMap/shop-dev/one',
      '/ConfigMap/shop-dev/two',
      '/ConfigMap/shop-dev/text',
    ]);
    expect(splitManifest(rendered)).toHaveLength(3);
  });

  it('sees what stands in a list of any kind', () => {
    const { objects, unreadable } = parseManifest(`
apiVersion: v1
kind: ConfigMap
metadata: {name: innocent}
items:
- {apiVersion: v1, kind: Secret, metadata: {name: a, namespace: kube-system}}
- {metadata: {name: b, namespace: kube-system}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleList
items: [{metadata: {name: c}}]
---
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: seen}}
- {apiVersion: v1, kind: ConfigMap, metadata: {generateName: unseen-}}
`);
    expect(objects.map(object => objectKey(object, 'shop-dev'))).toEqual([
      '/Secret/kube-system/a',
      '/ConfigMap/kube-system/b',
      'rbac.authorization.k8s.io/ClusterRole/shop-dev/c',
    ]);
    expect(unreadable).toHaveLength(1);
  });

  it.each(['\u2028', '\u2029', '\u0085', '\r'])(
    'refuses a line that only Helm would see (%j)',
    character => {
      const hidden = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  #${character}  namespace: kube-system\n`;
      expect(parseManifest(hidden)).toMatchObject({
        objects: [],
        unreadable: [{ problem: expect.stringContaining('line 5') }],
      });
      expect(identifyObjects(hidden)).toEqual([]);
      expect(splitManifest(`a: #${character}---${character}b\n`)).toHaveLength(
        1,
      );
    },
  );

  it('splits what was written on Windows', () => {
    const one = 'apiVersion: v1\r\nkind: Pod\r\nmetadata: {name: x}\r\n';
    expect(parseManifest(`${one}---\r\n${one}`)).toMatchObject({
      objects: [{ name: 'x' }, { name: 'x' }],
      unreadable: [],
    });
  });

  it('keeps what it cannot read', () => {
    expect(parseManifest('---\nkind: [x\n---\nkind: Pod\n').unreadable).toEqual(
      [
        { text: 'kind: [x', problem: expect.stringContaining('not valid') },
        {
          text: 'kind: Pod',
          problem: 'It has no apiVersion, kind and name.',
        },
      ],
    );
  });
});

describe('identifyObjects', () => {
  const identityOf = (object: object) =>
    JSON.stringify(object, ['apiVersion', 'kind', 'namespace', 'name']);

  it('sees what a full reading sees', () => {
    expect(identifyObjects(rendered).map(identityOf)).toEqual(
      parseManifest(rendered).objects.map(identityOf),
    );
  });

  it('law: reading only the head never tells something else', () => {
    const word = fc.constantFrom('web', 'name', 'yes', '5', 'a: b', 'x.y', '*');
    const law = fc.property(
      fc.record(
        {
          name: word,
          namespace: word,
          labels: fc.dictionary(word, word),
          annotations: fc.record({
            name: word,
            note: fc.constant('x\nname: y'),
          }),
        },
        { requiredKeys: [] },
      ),
      fc.constantFrom('', '# Source: a.yaml\n', 'metadata: {name: z}\n'),
      fc.constantFrom(
        '',
        '  name: other\n',
        '  <<: {name: other}\n',
        '"kind": Other\n',
        'items:\n- {apiVersion: v1, kind: Other, metadata: {name: other}}\n',
      ),
      word,
      (metadata, before, after, kind) => {
        const source =
          before + stringifyYaml({ apiVersion: 'v1', kind, metadata }) + after;
        const quick = readIdentity(source);
        const [full] = parseManifest(source).objects;
        return !quick || (full && identityOf(quick) === identityOf(full));
      },
    );
    expect(fc.check(law, { numRuns: 10_000 })).toMatchObject({ failed: false });
  });
});
