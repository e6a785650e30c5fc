import { expect, test } from '@playwright/test';
import { enterAs, enterAsDana } from './support/signIn';

test('the guest is Dana, and stays it after a reload', async ({ page }) => {
  await enterAsDana(page);
  await page.goto('/settings');
  await expect(page.getByText('user:default/dana').first()).toBeVisible();
});

test('another example user can be chosen, and signing out asks again', async ({
  page,
}) => {
  await enterAs(page, 'Omar');
  await page.goto('/settings');
  await expect(
    page.getByRole('heading', { name: 'User Entity: omar' }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'more' }).click();
  await page.getByText('Sign Out').click();
  await expect(
    page.getByRole('button', { name: 'Enter as Dana (developer)' }),
  ).toBeVisible();
});

test('a user who is not in the list can not be chosen by hand', async ({
  request,
}) => {
  const response = await request.get('/api/auth/example-user/refresh', {
    headers: { 'x-example-user': 'root' },
  });
  expect(response.status()).toBe(403);
});
