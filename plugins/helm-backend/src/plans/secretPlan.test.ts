import { MASK } from '../redaction/SecretMasks';
import {
  aWorld,
  configMap,
  declaration,
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
