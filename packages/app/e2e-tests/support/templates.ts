import { expect, type Page } from '@playwright/test';

/** Chooses a template on the page that offers them. */
export async function openTemplate(page: Page, title: string) {
  await page.goto('/create');
  const offered = page
    .getByText(title, { exact: true })
    .locator('xpath=ancestor::*[.//button[contains(., "Choose")]][1]');
  await offered.getByRole('button', { name: 'Choose' }).click();
  await expect(
    page.getByRole('heading', { name: title, exact: true }),
  ).toBeVisible();
}

/** Takes an option of one of the scaffolder's own pickers. */
export async function chooseOption(page: Page, label: string, option: RegExp) {
  const name = new RegExp(`^${label}`);
  await page
    .getByRole('textbox', { name })
    .or(page.getByRole('combobox', { name }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
}

/** Replaces the text of the field for values. */
export async function writeValuesField(page: Page, yaml: string) {
  await page.locator('.cm-content[contenteditable="true"]').first().click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(yaml);
}

/** Starts the task that stands ready on the review, and waits for its outcome. */
export async function runTemplate(page: Page, outcome: string) {
  await page.getByRole('button', { name: 'Create' }).click();
  await expect(page).toHaveURL(/\/create\/tasks\//);
  await expect(page.getByRole('link', { name: outcome })).toBeVisible({
    timeout: 180_000,
  });
}
