import { expect, test, type Page } from '@playwright/test';
import { ask } from './support/approvals';
import { asUser } from './support/asUser';
import { declare } from './support/declare';
import { expectAccessible } from './support/expectAccessible';
import { helm } from './support/helmCli';
import { card, confirm } from './support/helmTab';
import { enterAs, enterAsDana, pageOf } from './support/signIn';
import { expectTarget, targetOf } from './support/targets';
import { undeploy } from './support/undeploy';

// Production takes what the platform team approved.

async function expectShown(page: Page, words: string | RegExp) {
  await expect(page.getByText(words).first()).toBeVisible({ timeout: 90_000 });
}

const approveButton = (page: Page) =>
  page.getByRole('button', { name: 'Approve', exact: true });

test.describe.serial('checkout in prod', () => {
  const request = (replicas: number) => ({
    entity: 'checkout',
    environment: 'prod',
    values: `replicaCount: ${replicas}\n`,
  });
  let restore: () => Promise<void>;

  test.beforeAll(async ({ request: http }) => {
    restore = await declare('checkout', text =>
      text.replace('tier:nonprod', 'dev, staging, prod'),
    );
    await expectTarget(await asUser(http, 'dana'), 'checkout', 'prod', true);
    await undeploy(http, 'checkout', 'prod');
  });

  test.afterAll(async ({ request: http }) => {
    await undeploy(http, 'checkout', 'prod');
    await restore();
    await expectTarget(await asUser(http, 'dana'), 'checkout', 'prod', false);
  });

  test('dana asks and can not approve herself; pia approves what she sees', async ({
    page,
    browser,
  }) => {
    await enterAsDana(page);
    await page.goto(
      '/catalog/default/component/checkout/helm?env=prod&deploy=1.2.0&step=values',
    );
    const dialog = page.getByRole('dialog', {
      name: 'Install checkout in prod',
    });
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expectShown(page, 'Installing in prod needs 1 approval');
    await expect(dialog.getByText(/You can’t approve your own/)).toBeVisible();
    await expect(dialog.getByText(/“Stocktaking” freezes prod/)).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await confirm(page, 'Request install', 'SHOP-470 checkout opens');

    const prod = card(page, 'prod');
    await expect(prod.getByText('Waits for 1 approval')).toBeVisible();
    await prod.getByRole('link', { name: 'Open the request' }).click();
    await expect(approveButton(page)).toHaveAttribute('aria-disabled', 'true');
    await expect(approveButton(page)).toHaveAccessibleDescription(/.+/);

    const pia = await pageOf(browser, 'Pia');
    await pia.goto('/helm/approvals');
    const link = pia.getByRole('link', { name: 'checkout to prod' });
    await expect(link).toBeVisible();
    await expectAccessible(pia);
    await link.click();
    await expectShown(pia, '1 more approval needed');
    await expectShown(pia, '“SHOP-470 checkout opens”');
    await expect(
      pia.getByRole('button', { name: /Deployment checkout/ }),
    ).toBeVisible();
    await expectAccessible(pia);
    await approveButton(pia).click();
    await expectShown(pia, 'Succeeded');
    await expect(
      pia
        .getByRole('listitem')
        .filter({ hasText: 'user:default/pia approved' }),
    ).toBeVisible();
    // Who asked sees it without asking again.
    await expectShown(page, 'Succeeded');
    await pia.context().close();
  });

  test('what changed since it was asked for is shown, and approved anew', async ({
    page,
    request: http,
  }) => {
    const dana = await asUser(http, 'dana');
    const revision = async () =>
      (await targetOf(dana, 'checkout', 'prod')).deployed?.revision;
    const { id } = await ask(dana, request(2), 'SHOP-471 two of them');
    await enterAs(page, 'Pia');
    await page.goto(`/helm/operations/${id}`);
    await expect(approveButton(page)).not.toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await helm('prod', 'rollback', 'checkout', '1', '--namespace', 'shop-prod');
    await expect.poll(revision).toBe(2);
    await approveButton(page).click();
    await expectShown(page, 'It has changed since it was asked for');
    await expectShown(page, /Base is revision 2 now, was 1/);
    expect(await revision()).toBe(2);
    await expect(approveButton(page)).not.toHaveAttribute(
      'aria-disabled',
      'true',
    );
    await approveButton(page).click();
    await expectShown(page, 'Succeeded');
    expect(await revision()).toBe(3);
  });

  test('a request is rejected with a reason, which who asked can read', async ({
    page,
    browser,
    request: http,
  }) => {
    const dana = await asUser(http, 'dana');
    const { id } = await ask(dana, request(3), 'SHOP-472 three of them');
    await enterAsDana(page);
    await page.goto(`/helm/operations/${id}`);
    await expectShown(page, '1 more approval needed');
    const pia = await pageOf(browser, 'Pia');
    await pia.goto(`/helm/operations/${id}`);
    await pia.getByRole('button', { name: 'Reject…' }).click();
    const dialog = pia.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Two are enough until Monday');
    await dialog.getByRole('button', { name: 'Reject', exact: true }).click();
    await expectShown(page, '“Two are enough until Monday”');
    expect((await targetOf(dana, 'checkout', 'prod')).deployed?.revision).toBe(
      3,
    );
    await pia.context().close();
  });
});
