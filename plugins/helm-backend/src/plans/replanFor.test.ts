import {
  aWorld,
  declaration,
  planIn,
  revision,
} from './__testUtils__/planningWorld';
import type { PlanningWorld } from './__testUtils__/planningWorld';

/** Plans, changes the world, and plans the same for who asked for it. */
async function again(
  request: Parameters<ReturnType<typeof planIn>['plan']>[0],
  change: (world: PlanningWorld) => void = () => {},
  world = aWorld(),
) {
  const { plan, planning, records } = planIn(world);
  const { id, digest, release, kind } = await plan(request);
  const { work } = records.get(id)!;
  change(world);
  const fresh = await planning.replanFor('user:default/ana', {
    kind,
    release,
    work,
  });
  return { digest, fresh, isStored: records.has(fresh.plan.id) };
}

describe('planning again for who is not there', () => {
  it.each([
    ['as declared', { kind: 'upgrade' as const }],
    ['another version', { kind: 'upgrade' as const, version: '1.2.0' }],
    ['other values', { kind: 'upgrade' as const, values: 'message: hi\n' }],
    ['an uninstall', { kind: 'uninstall' as const, keepHistory: true }],
  ])('finds the same plan while nothing changes: %s', async (_, request) => {
    const { digest, fresh, isStored } = await again(request);
    expect(fresh.plan.digest).toBe(digest);
    expect(fresh.plan.createdBy).toBe('user:default/ana');
    expect(isStored).toBe(false);
  });

  it('finds the same rollback and the same install', async () => {
    const rollback = await again(
      { kind: 'rollback', revision: 2 },
      () => {},
      aWorld({ revisions: [revision({ revision: 2 })] }),
    );
    expect(rollback.fresh.plan.digest).toBe(rollback.digest);
    const install = await again(
      { kind: 'install' },
      () => {},
      aWorld({ base: undefined, binding: undefined }),
    );
    expect(install.fresh.plan.digest).toBe(install.digest);
  });

  it('finds the same one while an override is in force', async () => {
    const override = {
      id: 'o',
      release: declaration().release!,
      patch: { message: 'mine' },
      baseDigest: 'declared',
      by: 'user:default/ana',
      at: '',
    };
    for (const request of [
      { kind: 'upgrade' as const },
      { kind: 'upgrade' as const, asDeclared: true },
      { kind: 'upgrade' as const, values: 'message: other\n' },
    ]) {
      const { digest, fresh } = await again(
        request,
        () => {},
        aWorld({ override }),
      );
      expect(fresh.plan.digest).toBe(digest);
    }
  });

  it.each<[string, (world: PlanningWorld) => void]>([
    [
      'the base',
      world => {
        world.base = revision({ revision: 4 });
      },
    ],
    [
      'another revision of the same number',
      world => {
        world.base = revision({ updatedAt: '2026-11-20T11:00:00.000Z' });
      },
    ],
    [
      'the declaration',
      world => {
        world.declarations = [
          declaration({ values: { message: 'new' }, digest: 'new' }),
        ];
      },
    ],
    [
      'the chart',
      world => {
        world.chart = { digest: `sha256:${'b'.repeat(64)}` };
      },
    ],
    [
      'what is rendered',
      world => {
        world.renders = [
          {
            exitCode: 0,
            stdout: 'apiVersion: v1\nkind: Secret\nmetadata: {name: x}\n',
            stderr: '',
          },
        ];
      },
    ],
    [
      'image tags',
      world => {
        world.environment.images = 'pinned';
      },
    ],
    [
      'who approves',
      world => {
        world.environment.approvals = {
          required: 2,
          approvers: ['owner'],
          selfApproval: false,
          breakGlass: false,
          expirySeconds: 60,
        };
      },
    ],
  ])('finds another one when %s changed', async (_, change) => {
    const world = aWorld();
    world.environment = { ...world.environment };
    const { digest, fresh } = await again({ kind: 'upgrade' }, change, world);
    expect(fresh.plan.digest).not.toBe(digest);
  });

  it('says in the plan what the promotion rule wants', async () => {
    const problem = {
      code: 'PROMOTION_RULE' as const,
      message: '1.1.0 is not healthy in staging.',
    };
    const asked: unknown[] = [];
    const promotion: PlanningWorld['promotion'] = {
      async problem({ kind, entityRef, chart }) {
        asked.push([kind, entityRef, chart?.version, chart?.digest]);
        return problem;
      },
    };
    const { plan } = planIn(aWorld({ promotion }));
    expect((await plan({ kind: 'upgrade' })).blockedBy).toEqual([problem]);
    expect(asked).toEqual([
      [
        'upgrade',
        'component:default/storefront',
        '1.1.0',
        `sha256:${'a'.repeat(64)}`,
      ],
    ]);
  });
});
