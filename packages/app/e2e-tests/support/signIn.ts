import { expect, type Browser, type Page } from '@playwright/test';

/** Enters as the example developer, as a visitor would. */
export async function enterAsDana(page: Page) {
  await enter(page, 'Enter as Dana (developer)');
}

/** Enters as one of the other example users. */
export async function enterAs(page: Page, name: string) {
  await enter(page, `Enter as ${name}`);
}

/** A second person at a browser of their own. Close its context in the end. */
export async function pageOf(browser: Browser, name: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await enterAs(page, name);
  return page;
}

async function enter(page: Page, label: string) {
  await page.goto('/');
  await page.getByRole('button', { name: label }).click();
  await expect(
    page.getByRole('heading', { name: 'Acme Catalog' }),
  ).toBeVisible();
}
