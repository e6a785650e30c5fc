import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { helmHistory } from './support/helmCli';
import {
  card,
  confirm,
  openDeploy,
  openNewestOperation,
} from './support/helmTab';
import { enterAsDana } from './support/signIn';

test('a failed deploy explains itself and is put back by an operation of its own', async ({
  page,
}) => {
  await enterAsDana(page);
  const dialog = await openDeploy(page, 'checkout', 'dev', '2.0.0');
  await dialog.getByRole('button', { name: 'Review changes' }).click();
  await confirm(page, 'Deploy 2.0.0 to dev', 'SHOP-460 try the new carts');

  await expect(
    card(page, 'dev').getByRole('button', { name: 'View operation' }),
  ).toBeVisible();
  await openNewestOperation(page, 'checkout', 'dev', 'Upgrade to 2.0.0');
  const failed = page.getByText('Failed, rolled back').first();
  await expect(failed).toBeVisible({ timeout: 150_000 });
  // Why, in the app's words: the container's last lines.
  await expect(page.getByText('What it wrote last').first()).toBeVisible();
  await expect(page.getByText(/CrashLoopBackOff|crash/i).first()).toBeVisible();
  await expect(page.getByText('What the cluster holds now')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Automatic rollback' }).click();
  await expect(page.getByText('Succeeded').first()).toBeVisible();

  const rows = await helmHistory('nonprod', 'shop-dev', 'checkout');
  expect(rows.at(-1)).toMatchObject({
    status: 'deployed',
    chart: 'web-service-1.2.0',
  });
  expect(rows.at(-2)).toMatchObject({
    status: 'failed',
    chart: 'web-service-2.0.0',
  });
});
