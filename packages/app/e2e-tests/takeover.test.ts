import { expect, test } from '@playwright/test';
import { asUser } from './support/asUser';
import { declare } from './support/declare';
import { helmHistory } from './support/helmCli';
import { enterAsDana } from './support/signIn';
import { expectMended, expectProblem, targetOf } from './support/targets';

// Dana owns search-api and storefront; ledger and its namespace are another team's.

const attacks = [
  {
    what: 'the namespace and name of another team’s release',
    lines: [
      'helm-release/namespace.dev: payments-dev',
      'helm-release/name.dev: ledger',
    ],
    code: 'NAMESPACE_NOT_GRANTED',
  },
  {
    what: 'another team’s system',
    system: 'payments',
    lines: ['helm-release/name.dev: ledger'],
    code: 'NAMESPACE_NOT_GRANTED',
  },
];

for (const { what, lines, system, code } of attacks) {
  test(`declaring ${what} gets nowhere`, async ({ request }) => {
    const dana = await asUser(request, 'dana');
    const before = await helmHistory('nonprod', 'payments-dev', 'ledger');
    const restore = await declare('search-api', text =>
      text
        .replace(
          'helm-release/chart:',
          `${lines.join('\n    ')}\n    helm-release/chart:`,
        )
        .replace('system: shop', `system: ${system ?? 'shop'}`),
    );
    try {
      await expectProblem(dana, 'search-api', 'dev', code);
      const target = await targetOf(dana, 'search-api', 'dev');
      const changes = target.actions.filter(({ action }) =>
        ['install', 'deploy', 'rollback', 'uninstall', 'adopt'].includes(
          action,
        ),
      );
      expect(changes.filter(({ allowed }) => allowed)).toEqual([]);
      await expectRefused(dana, {
        release: {
          cluster: 'nonprod',
          namespace: 'payments-dev',
          name: 'ledger',
        },
        kind: 'upgrade',
      });
      expect(await helmHistory('nonprod', 'payments-dev', 'ledger')).toEqual(
        before,
      );
    } finally {
      await restore();
      await expectMended(dana, 'search-api', 'dev');
    }
  });
}

test('declaring a release that another entity owns is a conflict, and nobody can write', async ({
  request,
}) => {
  const dana = await asUser(request, 'dana');
  const before = await helmHistory('nonprod', 'shop-dev', 'storefront');
  const restore = await declare('search-api', text =>
    text.replace(
      'helm-release/chart:',
      'helm-release/name.dev: storefront\n    helm-release/chart:',
    ),
  );
  try {
    await expect
      .poll(
        async () => (await targetOf(dana, 'search-api', 'dev')).state.sync,
        { timeout: 60_000 },
      )
      .toBe('Conflict');
    expect((await targetOf(dana, 'storefront', 'dev')).state.sync).toBe(
      'Conflict',
    );
    await expectRefused(dana, {
      release: {
        cluster: 'nonprod',
        namespace: 'shop-dev',
        name: 'storefront',
      },
      kind: 'upgrade',
    });
    expect(await helmHistory('nonprod', 'shop-dev', 'storefront')).toEqual(
      before,
    );
  } finally {
    await restore();
    await expectMended(dana, 'search-api', 'dev');
  }
});

test('another team’s release shows its state and refuses every change', async ({
  page,
}) => {
  await enterAsDana(page);
  await page.goto('/catalog/default/component/ledger/helm');
  const card = page.getByRole('article', { name: 'dev' });
  await expect(card.getByText('1.3.0').first()).toBeVisible();
  const deploy = card.getByRole('button', { name: /^Deploy/ });
  await expect(deploy).toHaveAttribute('aria-disabled', 'true');
  await expect(deploy).toHaveAccessibleDescription(/.+/);
});

test('by hand, another team’s release can not be planned or run', async ({
  request,
}) => {
  const dana = await asUser(request, 'dana');
  const nils = await asUser(request, 'nils');
  const release = {
    cluster: 'nonprod',
    namespace: 'payments-dev',
    name: 'ledger',
  };
  for (const kind of ['upgrade', 'uninstall', 'test', 'adopt']) {
    await expectRefused(dana, { release, kind });
  }
  const plan = await nils.post('/helm/plans', { release, kind: 'test' });
  expect(plan.status()).toBe(201);
  const { id } = await plan.json();
  const run = await dana.post(
    '/helm/operations',
    { plan: id, reason: 'takeover' },
    { 'idempotency-key': 'takeover-by-dana' },
  );
  expect([403, 404]).toContain(run.status());
});

/** Either the plan is refused, or it is blocked and can't be run. */
async function expectRefused(
  api: Awaited<ReturnType<typeof asUser>>,
  plan: object,
) {
  const planned = await api.post('/helm/plans', plan);
  if (planned.ok()) {
    const { id, blockedBy } = await planned.json();
    expect(blockedBy).not.toEqual([]);
    const run = await api.post(
      '/helm/operations',
      { plan: id, reason: 'takeover' },
      { 'idempotency-key': `takeover-${id}` },
    );
    expect(run.ok()).toBe(false);
  } else {
    expect([400, 403, 404, 409]).toContain(planned.status());
  }
}
