import {
  parseManifest,
  type KubeObject,
  type Resource,
} from '@backstage-helm/plugin-helm-common';
import type { LiveObject } from '../resources/readLiveObjects';
import { holds, isAsRendered } from './holds';

const deployment = (name: string, image: string) =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: ${name}\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: ${image}\n`;
const secret = (name: string) =>
  `---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  token: x\n`;

function live(manifest: string): [string, LiveObject][] {
  return parseManifest(manifest).objects.map(object => [
    `${object.kind === 'Secret' ? '' : 'apps'}/${object.kind}/shop/${
      object.name
    }`,
    {
      type: 'present',
      object: {
        ...(object.object as unknown as KubeObject),
        // The API server adds defaults.
        status: { replicas: 1 },
      },
    },
  ]);
}

const resource = (
  name: string,
  status: Resource['status'],
  words: string,
): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name,
  isHook: false,
  status,
  words,
  events: [],
  failing: [],
});

describe('holds', () => {
  const newest = [
    deployment('a', 'web:2'),
    deployment('b', 'web:2'),
    deployment('c', 'web:2'),
    deployment('same', 'web:1'),
    secret('s'),
  ].join('');
  const good = [
    deployment('a', 'web:1'),
    deployment('b', 'web:1'),
    deployment('same', 'web:1'),
    deployment('removed', 'web:1'),
    deployment('left', 'web:1'),
    secret('s'),
  ].join('');

  it('groups by the revision that it is as, and lists what is not ready', () => {
    const found = holds({
      namespace: 'shop',
      newest: { revision: 29, objects: parseManifest(newest).objects },
      good: { revision: 28, objects: parseManifest(good).objects },
      live: new Map<string, LiveObject>([
        ...live(
          [
            deployment('a', 'web:2'),
            deployment('b', 'web:1'),
            deployment('same', 'web:1'),
            deployment('left', 'web:1'),
            secret('s'),
          ].join(''),
        ),
        ['apps/Deployment/shop/c', { type: 'missing' }],
        ['apps/Deployment/shop/removed', { type: 'missing' }],
      ]),
      resources: [
        resource('a', 'Progressing', '0 of 1 new pods ready'),
        resource('c', 'Missing', 'not in the cluster'),
      ],
    });
    expect(found).toEqual([
      {
        what: '2 objects',
        as: 'as in revision 28',
        health: 'ready',
        words: 'ready',
      },
      {
        what: '2 objects',
        as: 'as in revisions 28 and 29',
        health: 'ready',
        words: 'ready',
      },
      {
        what: 'Deployment a',
        as: 'as in revision 29',
        health: 'progressing',
        words: '0 of 1 new pods ready',
      },
      {
        what: 'Deployment c',
        as: 'of revision 29',
        health: 'missing',
        words: 'not in the cluster',
      },
    ]);
  });

  it('says what could not be looked at', () => {
    expect(
      holds({
        namespace: 'shop',
        newest: {
          revision: 1,
          objects: parseManifest(deployment('a', 'web:2')).objects,
        },
        live: new Map([
          ['apps/Deployment/shop/a', { type: 'unknown', reason: 'Refused' }],
        ]),
        resources: [],
      }),
    ).toEqual([
      {
        what: 'Deployment a',
        as: 'not known',
        health: 'unknown',
        words: 'Refused',
      },
    ]);
  });
});

describe('isAsRendered', () => {
  it.each([
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: [1, 2] }, { a: [1, 2] }, true],
    [{ a: [1] }, { a: [1, 2] }, false],
    [{ a: null }, {}, true],
    [{ port: '80' }, { port: 80 }, true],
    [{ a: {} }, {}, true],
    [{ a: 1 }, undefined, false],
  ])('%j in %j: %s', (rendered, found, expected) => {
    expect(isAsRendered(rendered, found)).toBe(expected);
  });
});
