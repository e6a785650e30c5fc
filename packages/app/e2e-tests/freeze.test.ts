import { expect, test, type Page } from '@playwright/test';
import type { AuditList } from '@backstage-helm/plugin-helm-common';
import { ask, breakGlass } from './support/approvals';
import { asUser } from './support/asUser';
import { declare } from './support/declare';
import { expectAccessible } from './support/expectAccessible';
import { card, confirm, openHelmTab } from './support/helmTab';
import { ended } from './support/operate';
import { enterAs, pageOf } from './support/signIn';
import { expectTarget, targetOf } from './support/targets';
import { undeploy } from './support/undeploy';

// The tests' portal has an environment `peak`: frozen now, and with approvals.

const overview = '/catalog/default/component/ledger/helm?env=peak';
const change = {
  entity: 'ledger',
  environment: 'peak',
  overrideFreeze: true,
};

async function review(page: Page) {
  await page.goto(`${overview}&deploy=1.3.0&step=values`);
  const dialog = page.getByRole('dialog', { name: 'Deploy ledger to peak' });
  await dialog.getByRole('button', { name: 'Review changes' }).click();
  await expect(dialog.getByText(/peak is frozen until/)).toBeVisible();
  return dialog;
}

test.describe.serial('ledger in peak', () => {
  let restore: () => Promise<void>;

  test.beforeAll(async ({ request }) => {
    restore = await declare('ledger', text =>
      text.replace('dev, staging, prod', 'dev, staging, peak'),
    );
    const pia = await asUser(request, 'pia');
    await expectTarget(pia, 'ledger', 'peak', true);
    await undeploy(request, 'ledger', 'peak');
    for (const values of [undefined, 'replicaCount: 2\n']) {
      const operation = await ask(pia, { ...change, values }, 'PAY-20 books');
      await breakGlass(pia, operation, 'PAY-20 the year ends');
      expect((await ended(pia, operation.id)).status).toBe('succeeded');
    }
  });

  test.afterAll(async ({ request }) => {
    await undeploy(request, 'ledger', 'peak');
    await restore();
    await expectTarget(await asUser(request, 'pia'), 'ledger', 'peak', false);
  });

  test('a freeze stops a change; who may passes over it with a tick, and asks', async ({
    page,
    browser,
    request,
  }) => {
    await enterAs(page, 'Nils');
    await openHelmTab(page, 'ledger', '?env=peak');
    await expect(card(page, 'peak').getByText(/^Frozen until/)).toBeVisible();
    const dialog = await review(page);
    const button = dialog.getByRole('button', { name: 'Request deploy' });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/helm\.freeze\.override/);
    await expect(dialog.getByRole('checkbox')).toHaveCount(0);
    await expectAccessible(page, '[role="dialog"]');
    // Nor is it the browser that stops it.
    const nils = await asUser(request, 'nils');
    const { release } = await targetOf(nils, 'ledger', 'peak');
    const planned = await nils.post('/helm/plans', {
      release,
      kind: 'upgrade',
    });
    const { id: plan } = await planned.json();
    const refused = await nils.post(
      '/helm/operations',
      { plan, reason: 'PAY-21' },
      { 'idempotency-key': plan },
    );
    expect(refused.status()).toBe(409);
    expect((await refused.json()).error.code).toBe('ENVIRONMENT_FROZEN');

    const pia = await pageOf(browser, 'Pia');
    const hers = await review(pia);
    await hers
      .getByRole('checkbox', { name: 'Deploy in spite of the freeze' })
      .check();
    await confirm(pia, 'Request deploy', 'PAY-22 a wrong sum');
    await expect(
      card(pia, 'peak').getByText('Waits for 1 approval'),
    ).toBeVisible();
    await pia.context().close();
  });

  test('omar rolls back at once, under the freeze and an open request', async ({
    page,
    request,
  }) => {
    await enterAs(page, 'Omar');
    await page.goto(`${overview}&rollback=1`);
    const dialog = page.getByRole('dialog', {
      name: 'Roll back ledger in peak',
    });
    await expect(
      dialog.getByText(/a revision that succeeded needs no approval/),
    ).toBeVisible();
    await confirm(page, 'Roll back to revision 1', 'Sums are wrong, 3 am');
    const omar = await asUser(request, 'omar');
    await expect
      .poll(
        async () => (await targetOf(omar, 'ledger', 'peak')).deployed?.revision,
        { timeout: 60_000 },
      )
      .toBe(3);
    await expect(
      card(page, 'peak').getByText('Waits for 1 approval'),
    ).toBeVisible();
  });

  test('breaking the glass needs a reason, asks again after a change, and is critical in the audit', async ({
    page,
    request,
  }) => {
    await enterAs(page, 'Pia');
    await openHelmTab(page, 'ledger', '?env=peak');
    await card(page, 'peak')
      .getByRole('link', { name: 'Open the request' })
      .click();
    const approve = page.getByRole('button', { name: 'Approve', exact: true });
    await expect(approve).toHaveAccessibleDescription(/somebody else/);
    const breakTheGlass = async () => {
      const glass = page.getByRole('button', { name: 'Break glass…' });
      await expect(glass).not.toHaveAttribute('aria-disabled', 'true');
      await glass.click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('textbox').fill('PAY-22 can not wait');
      await dialog.getByRole('button', { name: 'Break glass and run' }).click();
      await expect(dialog).toBeHidden();
    };
    // Omar's rollback came between.
    await breakTheGlass();
    await expect(
      page.getByText('Base is revision 3 now, was 2', { exact: true }),
    ).toBeVisible();
    await breakTheGlass();
    await expect(page.getByText('Succeeded').first()).toBeVisible({
      timeout: 90_000,
    });
    await expect(
      page.getByText(/ran it without the missing approvals/),
    ).toBeVisible();
    await expect(page.getByText('In spite of a freeze')).toBeVisible();

    const operationId = page.url().split('/').pop();
    const ari = await asUser(request, 'ari');
    const response = await ari.get(
      `/helm/audit?operationId=${operationId}&action=operation.broke-glass`,
    );
    const { items }: AuditList = await response.json();
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          actor: 'user:default/pia',
          detail: expect.objectContaining({ severity: 'critical' }),
          outcome: 'allowed',
          reason: 'PAY-22 can not wait',
        }),
      ]),
    );
  });
});
