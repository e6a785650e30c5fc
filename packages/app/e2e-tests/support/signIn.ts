import { expect, type Page } from '@playwright/test';

/** Enters as the example developer, as a visitor would. */
export async function enterAsDana(page: Page) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Enter as Dana (developer)' }).click();
  await expect(
    page.getByTestId('sidebar-root').getByRole('link', { name: 'Settings' }),
  ).toBeVisible();
}

/** Enters as one of the other example users. */
export async function enterAs(page: Page, name: string) {
  await page.goto('/');
  await page
    .getByRole('button', { name: `Enter as ${name}` })
    .last()
    .click();
  await expect(
    page.getByTestId('sidebar-root').getByRole('link', { name: 'Settings' }),
  ).toBeVisible();
}
