import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any of our screens has. */
const MOST_STOPS = 120;

/** Moves the focus with Tab until it is there, as somebody without a mouse does. */
export async function reach(page: Page, target: Locator) {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await target.evaluate(element => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`The focus never came to ${target}`);
}

/** Reaches a control and presses Enter on it. */
export async function press(page: Page, target: Locator) {
  await reach(page, target);
  await page.keyboard.press('Enter');
}
