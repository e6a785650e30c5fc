import { mockCredentials } from '@backstage/backend-test-utils';
import type {
  ProposalRequest,
  ReleaseRef,
  Revision,
} from '@backstage-helm/plugin-helm-common';
import { proposalSchema } from '@backstage-helm/plugin-helm-common';
import { notAllowed, releaseNotFound } from '../authorization/refusals';
import type { Override } from '../bindings/Binding';
import type { Declaration } from '../declarations/Declaration';
import {
  declaration,
  release as dev,
} from '../plans/__testUtils__/planningWorld';
import { createProposer } from './createProposer';

const dana = mockCredentials.user('user:default/dana');
const staging: ReleaseRef = { ...dev, namespace: 'shop-staging' };

const inStaging = (more: Partial<Declaration> = {}) =>
  declaration({
    environment: 'staging',
    release: staging,
    values: { message: 'hello', host: 'staging' },
    layers: [
      { name: 'values', values: { message: 'hello' } },
      { name: 'values.environment', values: { host: 'staging' } },
    ],
    ...more,
  });

const override = (release: ReleaseRef, more: Partial<Override>): Override => ({
  id: 'o',
  release,
  patch: {},
  baseDigest: '',
  by: 'user:default/omar',
  at: '',
  ...more,
});

const deployed = (more: Partial<Revision> = {}): Revision => ({
  revision: 4,
  status: 'deployed',
  chartName: 'web',
  chartVersion: '1.3.0',
  description: '',
  updatedAt: '',
  ...more,
});

interface World {
  declared?: Declaration[];
  overrides?: Override[];
  runs?: [ReleaseRef, Revision][];
  /** Namespaces that the caller may not see, or whose values they may not. */
  hidden?: string[];
  masked?: string[];
  off?: boolean;
  schema?: string;
}

function propose(request: ProposalRequest, world: World = {}) {
  const { declared = [declaration(), inStaging()], overrides = [] } = world;
  const { runs = [], hidden = [], masked = [] } = world;
  const isSame = (one: ReleaseRef, other?: ReleaseRef) =>
    one.namespace === other?.namespace && one.name === other.name;
  const can = (name: string, ref: ReleaseRef) =>
    !hidden.includes(ref.namespace) &&
    (name === 'helm.release.read' || !masked.includes(ref.namespace));
  return createProposer({
    config: {
      environments: [],
      secretKeys: [/password$/i],
      proposals: world.off
        ? undefined
        : { template: 'template:default/change' },
    },
    authorizer: {
      principal: async () => 'user:default/dana',
      can: async (_, { name }, ref) => can(name, ref),
      assert: async (_, permission, ref) => {
        if (!can(permission.name, ref)) {
          throw hidden.includes(ref.namespace)
            ? releaseNotFound(ref)
            : notAllowed(permission, ref);
        }
      },
    },
    knowledge: {
      declarations: {
        ofEntity: async () => declared,
        ofRelease: async ref =>
          declared.filter(each => isSame(ref, each.release)),
      },
      bindings: { get: async () => undefined },
      overrides: {
        active: async ref => overrides.find(each => isSame(ref, each.release)),
      },
      store: { latest: ref => runs.find(([each]) => isSame(ref, each))?.[1] },
    },
    charts: {
      known: () => (world.schema ? { schema: world.schema } : undefined),
      versions: async () =>
        ['2.0.0', '1.1.0'].map(version => ({
          version,
          deprecated: false,
          isPrerelease: false,
        })),
    },
  })(request, dana);
}

describe('createProposer', () => {
  it('proposes a published version, with the diff and who asks', async () => {
    const proposal = proposalSchema.parse(
      await propose({ release: dev, kind: 'version', version: '2.0.0' }),
    );
    expect(proposal).toMatchObject({
      template: 'template:default/change',
      title: 'storefront: chart 2.0.0 in dev',
      formData: {
        entityRef: 'component:default/storefront',
        environment: 'dev',
        releaseName: 'storefront',
        version: '2.0.0',
        title: 'storefront: chart 2.0.0 in dev',
      },
    });
    expect(proposal.formData).not.toHaveProperty(
      'valuesPatch',
      expect.anything(),
    );
    expect(proposal.description).toContain(
      '```diff\n-version: 1.1.0\n+version: 2.0.0\n```',
    );
    expect(proposal.description).toContain('`user:default/dana`');
  });

  it.each<[string, ProposalRequest, World, string]>([
    [
      'a version that is not published',
      { release: dev, kind: 'version', version: '3.0.0' },
      {},
      'VERSION_NOT_FOUND',
    ],
    ['no version', { release: dev, kind: 'version' }, {}, 'INPUT_INVALID'],
    [
      'what is declared already',
      { release: dev, kind: 'version', version: '1.1.0' },
      {},
      'ACTION_NOT_POSSIBLE',
    ],
    [
      'what is not declared',
      { release: { ...dev, name: 'other' }, kind: 'override' },
      {},
      'NOT_DECLARED',
    ],
    [
      'no override',
      { release: dev, kind: 'override' },
      {},
      'ACTION_NOT_POSSIBLE',
    ],
    [
      'a portal without a template',
      { release: dev, kind: 'override' },
      { off: true },
      'PROPOSALS_OFF',
    ],
    [
      'a release that may not be seen',
      { release: dev, kind: 'override' },
      { hidden: ['shop-dev'], off: true },
      'NOT_FOUND',
    ],
    [
      'values that may not be seen',
      { release: dev, kind: 'version', version: '2.0.0' },
      { masked: ['shop-dev'] },
      'NOT_ALLOWED',
    ],
    [
      'a source that may not be seen',
      { release: staging, kind: 'promotion', from: 'dev' },
      { hidden: ['shop-dev'], runs: [[dev, deployed()]] },
      'ACTION_NOT_POSSIBLE',
    ],
    [
      'a source whose values may not be seen',
      { release: staging, kind: 'promotion', from: 'dev' },
      { masked: ['shop-dev'], runs: [[dev, deployed()]] },
      'NOT_ALLOWED',
    ],
    [
      'a source that failed',
      { release: staging, kind: 'promotion', from: 'dev' },
      { runs: [[dev, deployed({ status: 'failed' })]] },
      'ACTION_NOT_POSSIBLE',
    ],
    [
      'another chart',
      { release: staging, kind: 'promotion', from: 'dev' },
      { runs: [[dev, deployed({ chartName: 'redis' })]] },
      'ACTION_NOT_POSSIBLE',
    ],
    ['no source', { release: staging, kind: 'promotion' }, {}, 'INPUT_INVALID'],
    [
      'a secret by its name',
      { release: dev, kind: 'override' },
      { overrides: [override(dev, { patch: { db: { password: 'x' } } })] },
      'SECRET_IN_VALUES',
    ],
    [
      'a secret by the schema',
      { release: dev, kind: 'override' },
      {
        overrides: [override(dev, { patch: { pin: '1234' } })],
        schema: JSON.stringify({ properties: { pin: { writeOnly: true } } }),
      },
      'SECRET_IN_VALUES',
    ],
  ])('refuses %s', async (_, request, world, code) => {
    await expect(propose(request, world)).rejects.toMatchObject({ code });
  });

  it('turns the override into a patch of the declaration', async () => {
    const patch = { message: 'bye', extra: null, tag: 'yes' };
    const { formData, description } = await propose(
      { release: dev, kind: 'override' },
      {
        overrides: [
          override(dev, { version: '2.0.0', patch, reason: 'Sale `today`' }),
        ],
      },
    );
    expect(formData.version).toBe('2.0.0');
    expect(formData.valuesPatch).toBe(
      'extra: null\nmessage: bye\ntag: "yes"\n',
    );
    expect(description).toContain('```text\nSale `today`\n```');
    expect(description).toContain('-message: hello\n+message: bye');
  });

  it('promotes what runs, without the keys that the target owns', async () => {
    const { title, formData } = await propose(
      { release: staging, kind: 'promotion', from: 'dev' },
      {
        runs: [[dev, deployed()]],
        overrides: [
          override(dev, { patch: { message: 'new', host: 'dev.example' } }),
        ],
      },
    );
    expect(title).toBe(
      'storefront: chart 1.3.0 and values in staging, as in dev',
    );
    expect(formData).toMatchObject({
      environment: 'staging',
      version: '1.3.0',
      valuesPatch: 'message: new\n',
    });
  });

  it('pins what a range means by now', async () => {
    const { formData, description } = await propose(
      { release: dev, kind: 'version', version: '2.7.1' },
      {
        declared: [
          declaration({
            chart: undefined,
            problems: [
              {
                code: 'VERSION_NOT_EXACT',
                message: '"^2" is not one exact version.',
                suggestion: { version: '2.7.1' },
              },
            ],
          }),
        ],
      },
    );
    expect(formData.version).toBe('2.7.1');
    expect(description).toContain('```diff\n+version: 2.7.1\n```');
  });

  it('shows no secret of the declaration', async () => {
    const password = `secret:${'a'.repeat(64)}`;
    const proposal = await propose(
      { release: dev, kind: 'override' },
      {
        declared: [declaration({ values: { db: { password, user: 'a' } } })],
        overrides: [override(dev, { patch: { db: { user: 'b' } } })],
      },
    );
    expect(JSON.stringify(proposal)).not.toContain('aaaa');
    expect(proposal.description).toContain('-  user: a\n+  user: b');
  });
});
