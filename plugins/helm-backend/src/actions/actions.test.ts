import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import {
  HelmError,
  type Operation,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import type { AdmissionRequest } from '../operations/admitOperation';
import { aPlan } from '../operations/__testUtils__/aPlan';
import type { ActionContext } from './ActionContext';
import { registerActions } from './index';

const ref = { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' };
const credentials = mockCredentials.user('user:default/ana');

const operation = (more: Partial<Operation> = {}): Operation => ({
  id: 'op-1',
  kind: 'upgrade',
  status: 'queued',
  release: ref,
  environment: 'dev',
  engine: 'helm',
  requestedBy: 'user:default/ana',
  createdAt: '2026-11-21T08:00:00.000Z',
  phases: [],
  attempt: 1,
  durable: true,
  ...more,
});

/** Actions over services that say what they are told to. */
function actions(
  given: {
    plan?: Partial<Plan>;
    unlock?: boolean;
    /** Status by status, as it is looked at. */
    seen?: Partial<Operation>[];
    earlier?: Operation;
    refuse?: Error;
    lifecycle?: string;
    lines?: number;
  } = {},
) {
  const record = aPlan({ release: ref });
  const plan: Plan = {
    ...record.plan,
    id: 'plan-1',
    release: ref,
    ...given.plan,
  };
  const created: AdmissionRequest[] = [];
  const planned: object[] = [];
  const sought: object[] = [];
  const seen = [...(given.seen ?? [{ status: 'succeeded' }])];
  const time = { now: 0 };
  const registry = actionsRegistryServiceMock();
  const context: ActionContext = {
    registry,
    views: {
      detail: async () => {
        if (given.refuse) {
          throw given.refuse;
        }
        return Object({
          target: { state: { lifecycle: given.lifecycle ?? 'Deployed' } },
        });
      },
      history: async () => ({ items: [], stale: false }),
      draft: async () => ({
        yaml: 'a: 1\nb: {c: ••••••(a), d: 2}\n',
        version: '',
      }),
    },
    lister: { list: async () => ({ items: [], away: [] }) },
    diff: async query => ({
      ...query,
      counts: { added: 0, changed: 1, removed: 0, unchanged: 0 },
      entries: Array.from({ length: given.lines ?? 1 }, (_, index) => ({
        title: `ConfigMap ${index}`,
        change: 'changed' as const,
        hunks: [
          {
            skippedBefore: 3,
            lines: [
              { type: 'context' as const, text: 'data:' },
              { type: 'del' as const, text: '  a: 1' },
              { type: 'add' as const, text: `  a: ${'x'.repeat(1_000)}` },
            ],
          },
        ],
      })),
    }),
    planning: {
      createPlan: async request => {
        planned.push(request);
        return plan;
      },
    },
    plans: {
      get: async () => ({
        ...record,
        plan,
        work: { ...record.work, unlock: given.unlock },
      }),
    },
    operations: {
      create: async request => {
        created.push(request);
        return operation();
      },
      get: async id =>
        operation({ id, ...(seen.length > 1 ? seen.shift() : seen[0]) }),
      cancel: async id => operation({ id, status: 'cancelled' }),
      findIntended: async request => {
        sought.push(request);
        return given.earlier;
      },
    },
    digester: { json: value => JSON.stringify(value) },
    appUrl: 'https://portal.example.com',
    logger: mockServices.logger.mock(),
    redactText: text => text.replace('known-secret', '••'),
    now: () => time.now,
    wait: async milliseconds => {
      time.now += milliseconds;
    },
  };
  registerActions(context);
  return {
    registry,
    created,
    planned,
    sought,
    time,
    call: async (name: string, input: object): Promise<any> =>
      (
        await registry.invoke({
          id: `test:${name}`,
          input: { ...ref, ...input } as any,
          credentials,
        })
      ).output,
  };
}

describe('deploy-release', () => {
  const wanted = { reason: 'because' };

  it('plans, admits and does not wait unless it is asked to', async () => {
    const { call, created, planned } = actions({ seen: [{}] });
    await expect(call('deploy-release', wanted)).resolves.toMatchObject({
      started: true,
      plan: { id: 'plan-1' },
      operation: {
        status: 'queued',
        isOver: false,
        url: 'https://portal.example.com/helm/operations/op-1',
      },
    });
    expect(planned).toEqual([{ release: ref, kind: 'upgrade' }]);
    expect(created).toEqual([
      {
        plan: 'plan-1',
        reason: 'because',
        via: 'actions',
        idempotencyKey: 'action:plan-1',
      },
    ]);
  });

  it('installs what is not there', async () => {
    const { call, planned } = actions({ lifecycle: 'Absent' });
    await call('deploy-release', wanted);
    expect(planned).toMatchObject([{ kind: 'install' }]);
  });

  it('changes the values in force, with their masks', async () => {
    const { call, planned } = actions();
    await call('deploy-release', { ...wanted, values: 'b: {d: 3}\na: null' });
    expect(planned).toEqual([
      {
        release: ref,
        kind: 'upgrade',
        values: 'b:\n  c: ••••••(a)\n  d: 3\n',
      },
    ]);
  });

  it('waits until it is over, or as long as it may', async () => {
    const soon = actions({ seen: [{}, {}, { status: 'failed' }] });
    await expect(
      soon.call('deploy-release', { ...wanted, waitSeconds: 50 }),
    ).resolves.toMatchObject({ operation: { status: 'failed', isOver: true } });
    expect(soon.time.now).toBe(1_000);
    const late = actions({ seen: [{ status: 'running' }] });
    await expect(
      late.call('deploy-release', { ...wanted, waitSeconds: 5 }),
    ).resolves.toMatchObject({ operation: { status: 'running' } });
    expect(late.time.now).toBe(5_000);
  });

  it('gives what the same key led to, without planning again', async () => {
    const { call, created, planned, sought } = actions({
      earlier: operation({ id: 'op-0' }),
    });
    await expect(
      call('deploy-release', { ...wanted, idempotencyKey: 'k' }),
    ).resolves.toMatchObject({ operation: { id: 'op-0' } });
    expect([created, planned]).toEqual([[], []]);
    expect(sought).toEqual([
      {
        idempotencyKey: 'action:k',
        intent: expect.stringContaining('because'),
      },
    ]);
  });

  it('does nothing where everything is as wanted', async () => {
    const { call, created } = actions({ plan: { changesAnything: false } });
    await expect(call('deploy-release', wanted)).resolves.toMatchObject({
      started: false,
    });
    expect(created).toEqual([]);
  });

  it('leaves to people what people must accept', async () => {
    const grave = {
      plan: {
        findings: [
          { level: 'accept' as const, code: 'X', what: 'Deletes a disk' },
        ],
      },
    };
    const alone = actions(grave);
    await expect(alone.call('deploy-release', wanted)).rejects.toThrow(
      /^PLAN_BLOCKED: Not run, .*: Deletes a disk\. .* planId plan-1\.$/,
    );
    expect(alone.created).toEqual([]);
    const reviewed = actions(grave);
    await reviewed.call('deploy-release', { ...wanted, planId: 'plan-1' });
    expect([reviewed.created.length, reviewed.planned]).toEqual([1, []]);
  });

  it.each([
    [{ plan: { kind: 'uninstall' } }],
    [{ plan: { kind: 'unlock' } }],
    [{ plan: { kind: 'rollback' } }],
    [{ plan: { release: { ...ref, name: 'other' } } }],
    [{ unlock: true }],
  ])('runs no plan of another sort (%#)', async given => {
    const { call, created } = actions(given);
    await expect(
      call('deploy-release', { ...wanted, planId: 'plan-1' }),
    ).rejects.toThrow(/^NOT_FOUND: There is no such plan/);
    expect(created).toEqual([]);
  });

  it('says whose approval it waits for, and where', async () => {
    const { call } = actions({
      seen: [
        {
          status: 'awaiting-approval',
          entityRef: 'component:default/storefront',
          environment: 'prod',
          approval: {
            required: 2,
            approvers: ['owner', 'group:default/platform'],
            selfApproval: false,
            breakGlass: true,
            expiresAt: '',
            planDigest: '',
            given: [],
            changedSince: [],
          },
        },
      ],
    });
    await expect(call('deploy-release', wanted)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message:
        "APPROVAL_NEEDED: Nothing was changed in prod: the operation waits for 2 approvals of the owner of component:default/storefront or group:default/platform. An agent can't approve; ask one of them to open https://portal.example.com/helm/operations/op-1. (operation op-1)",
    });
  });

  it.each([
    [400, 'InputError'],
    [403, 'NotAllowedError'],
    [404, 'NotFoundError'],
    [409, 'ConflictError'],
    [422, 'InputError'],
    [503, 'ServiceUnavailableError'],
  ])('refuses in words that an agent is shown (%s)', async (status, name) => {
    const { call } = actions({
      refuse: new HelmError(
        {
          code: 'RELEASE_BUSY',
          message: 'It holds known-secret.',
          wayOut: 'Wait.',
        },
        { status },
      ),
    });
    await expect(call('deploy-release', wanted)).rejects.toMatchObject({
      name,
      message: 'RELEASE_BUSY: It holds ••. Wait.',
    });
  });

  it('does not tell what nobody expected', async () => {
    const { call } = actions({ refuse: new Error('SELECT * FROM x') });
    await expect(call('deploy-release', wanted)).rejects.toThrow(
      /fault of its own/,
    );
  });
});

describe('diff-release', () => {
  it('shows lines as people know them', async () => {
    const { call } = actions();
    const { entries, isCut } = await call('diff-release', {});
    expect(isCut).toBe(false);
    expect(entries[0].lines).toMatch(
      /^… 3 unchanged lines\n data:\n- {2}a: 1\n\+ {2}a: x+$/,
    );
  });

  it('is bounded', async () => {
    const { call } = actions({ lines: 500 });
    const answer = await call('diff-release', {});
    expect([answer.isCut, answer.entries.length]).toEqual([true, 100]);
    expect(JSON.stringify(answer).length).toBeLessThan(40_000);
  });
});
