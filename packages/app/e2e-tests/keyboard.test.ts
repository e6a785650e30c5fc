import { expect, test, type Page } from '@playwright/test';
import { asUser } from './support/asUser';
import { expectAccessible } from './support/expectAccessible';
import { card, openHelmTab } from './support/helmTab';
import { press, reach } from './support/keyboard';
import { operate } from './support/operate';
import { enterAsDana } from './support/signIn';
import { targetOf } from './support/targets';
import { undeploy } from './support/undeploy';

const SLOW_MS = 5_000;

async function slowDown(page: Page) {
  await page.route('**/api/helm/**', async route => {
    await new Promise(resolve => {
      setTimeout(resolve, SLOW_MS);
    });
    await route.continue();
  });
}

test.describe.serial('40. without a mouse, over a slow API', () => {
  test.setTimeout(180_000);

  test.beforeAll(({ request }) => undeploy(request, 'search-api', 'staging'));

  test.beforeEach(({ page }) => enterAsDana(page));

  test('40. a deploy shows that it is working, and is sent once', async ({
    page,
  }) => {
    await openHelmTab(page, 'search-api', '?env=staging');
    const sent: string[] = [];
    page.on('request', request => {
      if (request.method() === 'POST' && /\/operations$/.test(request.url())) {
        sent.push(request.url());
      }
    });
    await slowDown(page);
    await press(
      page,
      card(page, 'staging').getByRole('button', { name: 'Install 1.1.0…' }),
    );
    const dialog = page.getByRole('dialog', {
      name: /Install search-api in staging/,
    });
    await expect(
      dialog.getByLabel('Reading the published versions').first(),
    ).toBeVisible();
    await press(page, dialog.getByRole('button', { name: 'Next: values' }));
    await expect(dialog.getByLabel('Reading the values').first()).toBeVisible();
    await press(page, dialog.getByRole('button', { name: 'Review changes' }));
    await expect(dialog.getByText('Rendering the chart').first()).toBeVisible();
    await reach(page, dialog.getByRole('textbox', { name: /^Why/ }));
    await page.keyboard.type('SHOP-460 staging has search');
    await press(
      page,
      dialog.getByRole('button', {
        name: 'Install 1.1.0 in staging',
        exact: true,
      }),
    );
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Sending').first()).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');
    await expect(dialog).toBeHidden({ timeout: 30_000 });
    expect(sent).toHaveLength(1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await expect(card(page, 'staging').getByText('In sync')).toBeVisible({
      timeout: 90_000,
    });
  });

  test('40. a difference is opened, and rolled back, from the history', async ({
    page,
    request,
  }) => {
    const api = await asUser(request, 'pia');
    const { release } = await targetOf(api, 'search-api', 'staging');
    await operate(
      api,
      { release: release!, kind: 'upgrade', version: '1.2.0' },
      'SHOP-461 try the next one',
    );
    await openHelmTab(page, 'search-api', '?env=staging&tab=history');
    await press(page, page.getByRole('button', { name: 'Manifest' }).first());
    await expect(page.getByText(/web-service-1\.2\.0/).first()).toBeVisible();
    await slowDown(page);
    await press(page, page.getByRole('button', { name: /^Roll back/ }).first());
    const dialog = page.getByRole('dialog', {
      name: /Roll back search-api in staging/,
    });
    await expect(dialog.getByLabel('Making the plan').first()).toBeVisible();
    await reach(page, dialog.getByRole('textbox', { name: /^Why/ }));
    await page.keyboard.type('SHOP-462 not yet');
    await press(
      page,
      dialog.getByRole('button', {
        name: 'Roll back to revision 1',
        exact: true,
      }),
    );
    await expect(dialog).toBeHidden({ timeout: 30_000 });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await expect(
      page.getByRole('link', { name: 'Roll back to revision 1' }).first(),
    ).toBeVisible();
    await openHelmTab(page, 'search-api', '?env=staging&tab=history');
    await expect(page.getByText('Rolled back to 1')).toBeVisible({
      timeout: 90_000,
    });
    await expect(page.getByText('SHOP-462 not yet').first()).toBeVisible();
  });
});
