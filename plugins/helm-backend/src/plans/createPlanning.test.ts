import { HelmError, planSchema } from '@backstage-helm/plugin-helm-common';
import {
  aWorld,
  configMap,
  declaration,
  environment,
  planIn,
  release,
  revision,
  secret,
} from './__testUtils__/planningWorld';

const rendered = (stdout: string) => [{ exitCode: 0, stdout, stderr: '' }];

describe('createPlanning', () => {
  it('previews an upgrade to what is declared', async () => {
    const world = aWorld({
      renders: rendered(
        `${configMap(
          'bye',
        )}---\n# Source: web/templates/job.yaml\napiVersion: batch/v1\nkind: Job\nmetadata:\n  name: migrate\n  annotations: {"helm.sh/hook": "pre-upgrade,post-upgrade"}\n`,
      ),
    });
    const { plan, records } = planIn(world);
    const made = await plan({ kind: 'upgrade' });
    expect(planSchema.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      kind: 'upgrade',
      environment: 'dev',
      entityRef: 'component:default/storefront',
      createdBy: 'user:default/ana',
      expiresAt: '2026-11-21T00:15:00.000Z',
      fromVersion: '1.0.0',
      toVersion: '1.1.0',
      baseRevision: 3,
      overrideKeys: [],
      counts: { added: 1, changed: 1, removed: 0, unchanged: 0 },
      hooks: [{ kind: 'Job', name: 'migrate' }],
      blockedBy: [],
      changesAnything: true,
    });
    expect(records.get(made.id)?.work).toMatchObject({
      kind: 'upgrade',
      chart: { version: '1.1.0' },
      clearOverride: false,
      baseRevision: 3,
      timeoutSeconds: 120,
      rollbackOnFailure: true,
      preHooks: 1,
      postHooks: 1,
      helmMajor: 4,
    });
    expect(world.rendered[0].argv).toEqual(
      expect.arrayContaining([
        'template',
        '--is-upgrade',
        '--include-crds',
        '--kube-version=v1.36.3',
        '--api-versions=v1,apps/v1',
      ]),
    );
    expect(JSON.parse(world.rendered[0].values)).toEqual({ message: 'hello' });
  });

  it('says when nothing would change', async () => {
    const world = aWorld({
      declarations: [
        declaration({
          chart: { repository: 'platform', name: 'web', version: '1.0.0' },
        }),
      ],
    });
    const made = await planIn(world).plan({ kind: 'upgrade' });
    expect(made.changesAnything).toBe(false);
  });

  it('makes an override of what differs, and plans it anew on a retry', async () => {
    const { plan, planning, records, credentials } = planIn(aWorld());
    const made = await plan({
      kind: 'upgrade',
      version: '2.0.0',
      values: 'message: bye\n',
    });
    expect(made.overrideKeys).toEqual(['version', 'message']);
    const { work } = records.get(made.id)!;
    expect(work.override).toEqual({
      version: '2.0.0',
      patch: { message: 'bye' },
      baseDigest: 'declared',
    });
    const again = await planning.replan(
      { kind: 'install', release, work },
      credentials,
    );
    expect(again.plan).toMatchObject({ kind: 'upgrade', toVersion: '2.0.0' });
    expect(again.work.override).toEqual(work.override);
  });

  it('12. holds no secret anywhere, and shows equality', async () => {
    const { plan, records } = planIn(
      aWorld({
        base: revision({
          manifest: configMap('hello') + secret('hunter2-old'),
          config: { dbPassword: 'hunter2-old' },
        }),
        declarations: [
          declaration({ values: { dbPassword: 'hunter2-new', m: 'x' } }),
        ],
        renders: rendered(configMap('url=hunter2-new') + secret('hunter2-new')),
      }),
    );
    const made = await plan({ kind: 'upgrade' });
    const record = records.get(made.id)!;
    const everything = JSON.stringify(record);
    expect(everything).not.toMatch(/hunter2/);
    expect(everything).not.toContain(
      Buffer.from('hunter2-new').toString('base64'),
    );
    expect(record.diffs.manifest.counts.changed).toBe(2);
    expect(record.diffs.values.entries.map(entry => entry.title)).toContain(
      'dbPassword',
    );
  });

  it('refuses a secret in an override, naming it', async () => {
    await expect(
      planIn(aWorld()).plan({ kind: 'upgrade', values: 'password: x\n' }),
    ).rejects.toMatchObject({
      code: 'SECRET_IN_VALUES',
      field: 'values.password',
    });
  });

  it('marks what is made anew at each install', async () => {
    const random = (value: string) => ({
      exitCode: 0,
      stdout: configMap('hello') + secret(value),
      stderr: '',
    });
    const { plan, records } = planIn(
      aWorld({
        chart: { usesRandom: true },
        renders: [random('one-random'), random('two-random')],
      }),
    );
    const made = await plan({ kind: 'upgrade' });
    expect(records.get(made.id)?.diffs.manifest.entries).toMatchObject([
      { kind: 'Secret', generated: true },
    ]);
  });

  it.each<[string, Parameters<typeof aWorld>[0], string]>([
    ['another engine', { owner: { kind: 'flux' } }, 'OWNED_BY_OTHER_ENGINE'],
    [
      'a lock',
      { base: revision({ status: 'pending-upgrade' }) },
      'RELEASE_LOCKED',
    ],
    ['no adoption', { binding: undefined }, 'ADOPTION_NEEDED'],
    [
      'read-only',
      { environment: { ...environment, readOnly: true } },
      'ENVIRONMENT_READ_ONLY',
    ],
    [
      'Helm 3 after 4',
      {
        environment: {
          ...environment,
          helm: { ...environment.helm, version: 3 },
        },
      },
      'HELM_MAJOR_MISMATCH',
    ],
    [
      'floating images',
      {
        environment: { ...environment, images: 'pinned' },
        renders: rendered(
          '---\napiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec: {containers: [{name: a, image: web}]}\n',
        ),
      },
      'IMAGE_NOT_PINNED',
    ],
    ['size', { chart: { storedBytes: 1024 * 1024 } }, 'RELEASE_TOO_LARGE'],
  ])('shows the diff but is blocked by %s', async (_, world, code) => {
    const made = await planIn(aWorld(world)).plan({ kind: 'upgrade' });
    expect(made.blockedBy.map(problem => problem.code)).toEqual([code]);
  });

  it('is blocked by the fence', async () => {
    const { plan } = planIn(aWorld(), async () => [
      { code: 'OBJECT_NOT_ALLOWED', message: 'ClusterRole x would be' },
    ]);
    expect((await plan({ kind: 'upgrade' })).blockedBy).toMatchObject([
      { code: 'OBJECT_NOT_ALLOWED' },
    ]);
  });

  it('lets its owner roll back what another entity declares too', async () => {
    const intruder = declaration({ entityRef: 'component:default/intruder' });
    for (const declarations of [[intruder], [declaration(), intruder]]) {
      const made = await planIn(
        aWorld({
          declarations,
          revisions: [revision({ revision: 2, status: 'superseded' })],
        }),
      ).plan({ kind: 'rollback', revision: 2 });
      expect(made.entityRef).toBe(declaration().entityRef);
      expect(made.blockedBy).toEqual([]);
    }
  });

  it('shows nobody the release of another entity', async () => {
    const intruder = declaration({ entityRef: 'component:default/intruder' });
    for (const world of [
      aWorld({ declarations: [intruder] }),
      aWorld({ declarations: [declaration(), intruder], binding: undefined }),
    ]) {
      await expect(
        planIn(world).plan({ kind: 'upgrade' }),
      ).rejects.toMatchObject({ code: 'BINDING_CONFLICT', status: 409 });
      expect(world.rendered).toEqual([]);
    }
    const refused = new HelmError(
      { code: 'NOT_FOUND', message: 'no' },
      { status: 404 },
    );
    await expect(
      planIn(aWorld({ refuse: refused })).plan({ kind: 'upgrade' }),
    ).rejects.toBe(refused);
  });

  it.each<[string, Parameters<typeof aWorld>[0], string, string]>([
    ['undeclared', { declarations: [] }, 'upgrade', 'NOT_DECLARED'],
    ['absent', { base: undefined }, 'upgrade', 'ACTION_NOT_POSSIBLE'],
    ['there already', {}, 'install', 'ACTION_NOT_POSSIBLE'],
    ['bound already', {}, 'adopt', 'ACTION_NOT_POSSIBLE'],
    ['absent', { base: undefined }, 'uninstall', 'ACTION_NOT_POSSIBLE'],
    ['without revision', {}, 'rollback', 'INPUT_INVALID'],
    [
      'a broken declaration',
      {
        declarations: [
          declaration({
            problems: [{ code: 'VERSION_NOT_EXACT', message: 'x' }],
          }),
        ],
      },
      'upgrade',
      'VERSION_NOT_EXACT',
    ],
    [
      'broken values',
      {
        renders: [
          {
            exitCode: 1,
            stdout: '',
            stderr:
              "Error: values don't meet the specifications of the schema(s) in the following chart(s):\nweb:\n- at '/replicas': got string, want integer\n",
          },
        ],
      },
      'upgrade',
      'VALUES_SCHEMA',
    ],
  ])('refuses %s', async (_, world, kind, code) => {
    await expect(
      planIn(aWorld(world)).plan({ kind: kind as 'upgrade' }),
    ).rejects.toMatchObject({ code });
  });

  it('installs over a kept history', async () => {
    const { plan } = planIn(
      aWorld({ base: revision({ status: 'uninstalled' }), binding: undefined }),
    );
    expect(await plan({ kind: 'install' })).toMatchObject({
      blockedBy: [],
      baseRevision: 3,
      counts: { added: 1 },
    });
  });

  it('adopts: declared against deployed, and nothing runs', async () => {
    const { plan } = planIn(
      aWorld({ binding: undefined, renders: rendered(configMap('other')) }),
    );
    expect(await plan({ kind: 'adopt' })).toMatchObject({
      kind: 'adopt',
      blockedBy: [],
      counts: { changed: 1 },
    });
  });

  it('rolls back to a stored manifest, and says what it can not undo', async () => {
    const target = revision({
      revision: 2,
      status: 'superseded',
      chartVersion: '0.9.0',
      manifest: configMap('before'),
    });
    const claim =
      '---\napiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: disk}\n';
    const { plan, records } = planIn(
      aWorld({
        base: revision({ manifest: configMap('hello') + claim }),
        revisions: [target],
      }),
    );
    const made = await plan({ kind: 'rollback', revision: 2 });
    expect(made).toMatchObject({
      toRevision: 2,
      toVersion: '0.9.0',
      counts: { changed: 1, removed: 1 },
      blockedBy: [],
    });
    expect(made.findings.map(({ level, code }) => [level, code])).toEqual([
      ['accept', 'REMOVES_STATE'],
      ['know', 'NOT_AS_DECLARED'],
      ['fact', 'ROLLBACK_LIMITS'],
    ]);
    expect(records.get(made.id)?.work).toMatchObject({
      toRevision: 2,
      rollbackOnFailure: false,
    });
    await expect(plan({ kind: 'rollback', revision: 1 })).rejects.toMatchObject(
      { code: 'NOTHING_TO_ROLL_BACK_TO' },
    );
  });

  it('lists what an uninstall takes and leaves', async () => {
    const kept = configMap(
      'x',
      '  annotations: {"helm.sh/resource-policy": keep}\n',
    ).replace('name: storefront', 'name: kept');
    const { plan } = planIn(
      aWorld({ base: revision({ manifest: configMap('hello') + kept }) }),
    );
    const made = await plan({ kind: 'uninstall' });
    expect(made.objects).toEqual([
      { kind: 'ConfigMap', name: 'storefront', keeps: false },
      { kind: 'ConfigMap', name: 'kept', keeps: true },
    ]);
    expect(made.counts.removed).toBe(2);
    expect(made.findings.map(({ code }) => code)).toEqual([
      'REMOVES_OBJECTS',
      'KEEPS_OBJECTS',
      'LOSES_HISTORY',
    ]);
  });

  it('needs tests to test', async () => {
    expect((await planIn(aWorld()).plan({ kind: 'test' })).blockedBy).toEqual([
      expect.objectContaining({ code: 'ACTION_NOT_POSSIBLE' }),
    ]);
  });

  it('binds the digest to chart, values, base and policy', async () => {
    const digestOf = async (world: Parameters<typeof aWorld>[0] = {}) =>
      (await planIn(aWorld(world)).plan({ kind: 'upgrade' })).digest;
    const same = await digestOf();
    expect(await digestOf()).toBe(same);
    for (const world of [
      { chart: { digest: `sha256:${'b'.repeat(64)}` } },
      { declarations: [declaration({ values: { message: 'bye' } })] },
      { base: revision({ revision: 4 }) },
      { environment: { ...environment, images: 'pinned' as const } },
      { renders: rendered(configMap('changed')) },
    ]) {
      expect(await digestOf(world)).not.toBe(same);
    }
  });
});
