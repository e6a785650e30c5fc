import { mockCredentials } from '@backstage/backend-test-utils';
import {
  entityDeclaredSchema,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { declaration, release } from '../plans/__testUtils__/planningWorld';
import { createDeclaredReader } from './createDeclaredReader';
import type { Declaration } from './Declaration';

const dana = mockCredentials.user('user:default/dana');
const prod: ReleaseRef = { ...release, namespace: 'shop-prod' };
const hidden = (letter: string) => `secret:${letter.repeat(64)}`;

function aDeclaration(
  environment: string,
  ref: ReleaseRef | undefined,
  values: Record<string, unknown>,
): Declaration {
  return declaration({
    environment,
    release: ref,
    values,
    layers: [{ name: 'values', source: 'values.yaml', values }],
  });
}

async function read(
  declared: Declaration[],
  may: (permission: string, ref: ReleaseRef) => boolean = () => true,
) {
  const answer = await createDeclaredReader({
    config: {
      secretKeys: [/password$/],
      environments: ['dev', 'prod'].map(name => anEnvironment({ name })),
    },
    declarations: { ofEntity: async () => declared },
    authorizer: {
      filter: async (_, { name }, rows, toRef) =>
        rows.filter(row => may(name, toRef(row))),
    },
    charts: { known: () => undefined },
    digest: text => `digest-of-${text.length}`,
  })('component:default/storefront', dana);
  return entityDeclaredSchema.parse(answer).targets;
}

describe('createDeclaredReader', () => {
  it('tells each key with its layer, in the order of the environments', async () => {
    expect(
      await read([
        aDeclaration('prod', prod, { web: { replicas: 3 }, tags: ['a'] }),
        aDeclaration('dev', release, { web: { replicas: 1, on: 'yes' } }),
        aDeclaration('dev', undefined, {}),
      ]),
    ).toEqual([
      {
        environment: 'dev',
        release,
        moreKeys: 0,
        values: {
          'web.replicas': {
            text: '1',
            layer: { name: 'values', source: 'values.yaml' },
          },
          'web.on': {
            text: 'yes',
            layer: { name: 'values', source: 'values.yaml' },
          },
        },
      },
      {
        environment: 'prod',
        release: prod,
        moreKeys: 0,
        values: {
          'web.replicas': expect.objectContaining({ text: '3' }),
          tags: expect.objectContaining({ text: '- a' }),
        },
      },
    ]);
  });

  it('masks secrets, and says which are the same', async () => {
    const [dev, other] = await read([
      aDeclaration('dev', release, { password: hidden('a'), b: hidden('a') }),
      aDeclaration('prod', prod, { password: hidden('c'), b: hidden('a') }),
    ]);
    expect(JSON.stringify([dev, other])).not.toMatch(/a{9}|c{9}/);
    expect(dev.values!.b.text).toBe(other.values!.b.text);
    expect(dev.values!.password.text).not.toBe(other.values!.password.text);
  });

  it('leaves out what may not be seen', async () => {
    const declared = [
      aDeclaration('dev', release, { a: 1 }),
      aDeclaration('prod', prod, { a: 2 }),
    ];
    const isDev = (ref: ReleaseRef) => ref === release;
    const [dev, ...others] = await read(declared, (_, ref) => isDev(ref));
    expect(dev.values).toBeDefined();
    expect(others).toEqual([]);
    const [open, masked] = await read(
      declared,
      (name, ref) => name === 'helm.release.read' || isDev(ref),
    );
    expect(open.values).toMatchObject({ a: { text: '1' } });
    expect(masked).toEqual({ environment: 'prod', release: prod, moreKeys: 0 });
  });

  it('cuts what is long, and still tells it apart', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 2_003 }, (_, index) => [`k${index}`, index]),
    );
    const [dev, other] = await read([
      aDeclaration('dev', release, many),
      aDeclaration('prod', prod, { text: 'x'.repeat(5_000) }),
    ]);
    expect(dev.moreKeys).toBe(3);
    expect(other.values!.text.text).toMatch(
      /x… \(5000 characters, digest-o\)$/,
    );
  });
});
