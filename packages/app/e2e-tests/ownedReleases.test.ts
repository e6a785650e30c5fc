import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { enterAsDana } from './support/signIn';

test('a System shows the releases of its parts, and no others', async ({
  page,
}) => {
  await enterAsDana(page);
  await page.goto('/catalog/default/system/shop/helm-releases');
  await expect(
    page.getByRole('link', { name: 'storefront', exact: true }).first(),
  ).toBeVisible();
  await expect(page.getByRole('link', { name: 'ledger' })).toHaveCount(0);
  await expectAccessible(page);
  await page
    .getByRole('combobox', { name: 'Environment' })
    .selectOption('prod');
  await expect(page).toHaveURL(/environment=prod/);
  await expect(
    page.getByRole('row', { name: /storefront shop-prod/ }),
  ).toBeVisible();
  await expect(page.getByRole('row', { name: /shop-dev/ })).toHaveCount(0);
});

test('a Group and its members see what the Group owns', async ({ page }) => {
  await enterAsDana(page);
  for (const owner of ['group/team-web', 'group/acme', 'user/dana']) {
    await page.goto(`/catalog/default/${owner}/helm-releases`);
    await expect(
      page.getByRole('link', { name: 'storefront', exact: true }).first(),
    ).toBeVisible();
  }
});

test('the fleet can be chosen by owner, System and chart', async ({ page }) => {
  await enterAsDana(page);
  await page.goto('/helm');
  await page.getByRole('combobox', { name: 'System' }).selectOption('shop');
  await page.getByRole('combobox', { name: 'Owner' }).selectOption('team-web');
  await page
    .getByRole('combobox', { name: 'Chart' })
    .selectOption('web-service');
  await expect(page).toHaveURL(/system=.*owner=.*chart=web-service/);
  await expect(
    page.getByRole('link', { name: 'storefront', exact: true }).first(),
  ).toBeVisible();
  await expectAccessible(page);
});
