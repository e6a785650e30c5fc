import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { card, openHelmTab } from './support/helmTab';
import { enterAs, enterAsDana } from './support/signIn';

test('the tab shows each environment: what runs, its health, and that production is behind', async ({
  page,
}) => {
  await enterAsDana(page);
  await openHelmTab(page, 'storefront');
  for (const environment of ['dev', 'staging']) {
    await expect(card(page, environment).getByText('In sync')).toBeVisible();
    await expect(
      card(page, environment).getByText('declared 1.3.0 = deployed'),
    ).toBeVisible();
    await expect(
      card(page, environment).getByText(/\d+ of \d+ ready/),
    ).toBeVisible();
  }
  const prod = card(page, 'prod');
  await expect(prod.getByText('Out of sync')).toBeVisible();
  await expect(prod.getByText('declared 1.3.0 · deployed 1.2.0')).toBeVisible();
  await expect(prod.getByText('“SHOP-401 opening day”')).toBeVisible();
  await expectAccessible(page);
});

test('every view of an environment has its own address', async ({ page }) => {
  await enterAsDana(page);
  for (const [tab, text] of [
    ['resources', 'Deployment'],
    ['values', 'replicaCount'],
    ['manifest', 'kind: Deployment'],
    ['history', 'SHOP-417 feature switches'],
    ['operations', 'Upgrade to 1.3.0'],
    ['notes', 'storefront'],
  ]) {
    await openHelmTab(page, 'storefront', `?env=dev&tab=${tab}`);
    await expect(page.getByText(text).first()).toBeVisible();
    await expectAccessible(page);
  }
});

test('history shows the difference between two revisions in place', async ({
  page,
}) => {
  await enterAsDana(page);
  await openHelmTab(page, 'storefront', '?env=dev&tab=history');
  await page
    .getByRole('group', { name: 'Between 1 and 2' })
    .getByRole('button', { name: 'Manifest' })
    .click();
  await expect(page.getByText('Manifest, 1 → 2')).toBeVisible();
  await expect(page).toHaveURL(/diff=/);
});

test('a broken annotation is named where one looks, and hides nothing else', async ({
  page,
}) => {
  await enterAsDana(page);
  await page.goto('/catalog/default/component/reports/helm');
  await expect(
    page.getByText(/helm-release\/enviroments/).first(),
  ).toBeVisible();
  await expect(page.getByText(/environments/).first()).toBeVisible();
  await expect(page.getByText(/not one exact version/).first()).toBeVisible();
});

test('an auditor sees the release and why nothing can be changed', async ({
  page,
}) => {
  await enterAs(page, 'Ari');
  await openHelmTab(page, 'storefront');
  const deploy = card(page, 'prod').getByRole('button', { name: /^Deploy/ });
  await expect(deploy).toHaveAttribute('aria-disabled', 'true');
  await expect(deploy).toHaveAccessibleDescription(/.+/);
});
