import { MASK } from '../redaction/SecretMasks';
import {
  aWorld,
  configMap,
  declaration,
  environment,
  planIn,
  revision,
} from './__testUtils__/planningWorld';

const declared = declaration({
  layers: [
    { name: 'document', values: { message: 'hello' } },
    {
      name: 'valuesFrom',
      source: 'Secret shop-dev/login greeting',
      values: { greeting: MASK },
      secret: 0,
    },
  ],
  secretValues: [
    {
      name: 'login',
      key: 'greeting',
      targetPath: 'greeting',
      optional: true,
      field: 'valuesFrom[0]',
    },
  ],
});
const world = (more: Parameters<typeof aWorld>[0] = {}) =>
  aWorld({
    declarations: [declared],
    base: revision({
      config: { message: 'hello', greeting: 'hunter2-of-base' },
      manifest: configMap('hunter2-of-base'),
      secretPaths: [['greeting']],
    }),
    renders: [
      { exitCode: 0, stdout: configMap('hunter2-of-base'), stderr: '' },
    ],
    ...more,
  });

describe('plans of what takes values from Secrets', () => {
  it('says so, can be run though nothing is seen to differ, and shows no content', async () => {
    const given = world();
    const { plan, records } = planIn(given);
    const made = await plan({ kind: 'upgrade' });
    expect(made).toMatchObject({ changesAnything: true, blockedBy: [] });
    expect(made.findings).toContainEqual({
      level: 'know',
      code: 'SECRET_VALUES',
      what: 'Takes values from Secret shop-dev/login when it runs.',
      why: 'This preview was made without them.',
    });
    const record = records.get(made.id)!;
    expect(JSON.stringify(record)).not.toContain('hunter2');
    expect(record.valuesYaml).toContain('greeting');
  });

  it('takes the editor’s mask for the Secret that it stands for', async () => {
    const { plan, records } = planIn(world());
    const asIs = await plan({
      kind: 'upgrade',
      values: `message: hello\ngreeting: ${MASK}\n`,
    });
    expect(asIs.overrideKeys).toEqual([]);
    const other = await plan({
      kind: 'upgrade',
      values: `message: bye\ngreeting: ${MASK}\n`,
    });
    expect(other.overrideKeys).toEqual(['message']);
    expect(records.get(other.id)?.work.override?.patch).toEqual({
      message: 'bye',
    });
  });

  it('is another plan when the Secret is another one, or came to be', async () => {
    const made = async (secrets: Parameters<typeof aWorld>[0] & object) => {
      const { plan, records } = planIn(world(secrets));
      const { id, digest, blockedBy } = await plan({ kind: 'upgrade' });
      expect(blockedBy).toEqual([]);
      return { digest, secrets: records.get(id)!.work.secrets };
    };
    const login = (uid: string, resourceVersion: string) => ({
      secrets: {
        login: {
          uid,
          resourceVersion,
          labels: { 'backstage-helm/release': 'storefront' },
        },
      },
    });
    const plans = [
      await made({}),
      await made(login('u', '1')),
      await made(login('u', '2')),
      await made(login('v', '2')),
    ];
    expect(plans.map(({ secrets }) => secrets)).toEqual([
      { login: 'absent' },
      { login: 'u/1' },
      { login: 'u/2' },
      { login: 'v/2' },
    ]);
    expect(new Set(plans.map(({ digest }) => digest)).size).toBe(4);
    expect((await made(login('u', '1'))).digest).toBe(plans[1].digest);
  });

  it('wants a whole document to be accepted: it may set anything', async () => {
    const { plan } = planIn(
      world({
        declarations: [
          {
            ...declared,
            secretValues: [
              { ...declared.secretValues![0], targetPath: undefined },
            ],
          },
        ],
      }),
    );
    expect((await plan({ kind: 'upgrade' })).findings).toContainEqual(
      expect.objectContaining({ level: 'accept', code: 'SECRET_VALUES' }),
    );
  });

  it('stops at Secrets that are none of the release', async () => {
    const blocked = async (
      name: string,
      metadata: object,
      match = '{system}-dev',
    ) => {
      const { plan } = planIn(
        world({
          environment: { ...environment, namespaces: [{ match }] },
          declarations: [
            {
              ...declared,
              owner: 'group:default/web',
              system: 'system:default/shop',
              systemOwner: 'group:default/web',
              secretValues: [{ ...declared.secretValues![0], name }],
            },
          ],
          secrets: { [name]: metadata },
        }),
      );
      return (await plan({ kind: 'upgrade' })).blockedBy.map(
        ({ message }) => message,
      );
    };
    const label = { 'backstage-helm/release': 'storefront' };
    expect(await blocked('login', {})).toEqual([]);
    expect(await blocked('login', {}, 'shop-*')).toEqual([
      'Secret shop-dev/login is not marked as one for storefront, and others deploy into shop-dev too.',
    ]);
    expect(await blocked('login', { labels: label }, 'shop-*')).toEqual([]);
    expect(
      await blocked('sh.helm.release.v1.other.v1', { labels: label }),
    ).toEqual([expect.stringMatching(/holds no values/)]);
    expect(
      await blocked('token', {
        annotations: { 'kubernetes.io/service-account.name': 'default' },
      }),
    ).toEqual([expect.stringMatching(/holds no values/)]);
  });

  it('is another plan when another Secret is named', async () => {
    const digestOf = async (name: string) => {
      const { plan } = planIn(
        world({
          declarations: [
            {
              ...declared,
              secretValues: [{ ...declared.secretValues![0], name }],
            },
          ],
        }),
      );
      return (await plan({ kind: 'upgrade' })).digest;
    };
    expect(await digestOf('login')).toBe(await digestOf('login'));
    expect(await digestOf('login')).not.toBe(await digestOf('other'));
  });
});
