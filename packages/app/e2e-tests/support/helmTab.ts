import { expect, type Page } from '@playwright/test';

/** Opens an entity's tab Helm and waits for its environments. */
export async function openHelmTab(page: Page, entity: string, query = '') {
  await page.goto(`/catalog/default/component/${entity}/helm${query}`);
  await expect(card(page, 'dev')).toBeVisible();
}

/** Opens the deploy dialog at its first step, by its address. */
export async function openDeploy(
  page: Page,
  entity: string,
  environment: string,
  version: string,
) {
  await page.goto(
    `/catalog/default/component/${entity}/helm?env=${environment}&deploy=${version}&step=version`,
  );
  const dialog = page.getByRole('dialog', {
    name: `Deploy ${entity} to ${environment}`,
  });
  await expect(
    dialog.getByRole('radio', { name: new RegExp(`^${version}`) }),
  ).toBeChecked();
  return dialog;
}

/** One environment's card of the strip. */
export function card(page: Page, environment: string) {
  return page.getByRole('article', { name: environment, exact: true });
}

/** Gives the reason and presses the button that repeats the verb. */
export async function confirm(page: Page, button: string, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /^Why/ }).fill(reason);
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toBeHidden();
}

/** Goes from an environment's list of operations to the newest one. */
export async function openNewestOperation(
  page: Page,
  entity: string,
  environment: string,
  title: string,
) {
  await openHelmTab(page, entity, `?env=${environment}&tab=operations`);
  await page.getByRole('link', { name: title }).first().click();
  await expect(page).toHaveURL(/\/helm\/operations\//);
}

/** Replaces the text of the YAML editor. */
export async function writeValues(page: Page, yaml: string) {
  const editor = page.getByRole('dialog').locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(yaml);
}
