import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { helmHistory } from './support/helmCli';
import {
  card,
  confirm,
  openHelmTab,
  openNewestOperation,
  writeValues,
} from './support/helmTab';
import { enterAsDana } from './support/signIn';
import { undeploy } from './support/undeploy';

const history = () => helmHistory('nonprod', 'shop-dev', 'search-api');

test.describe.serial('search-api in dev', () => {
  test.beforeAll(({ request }) => undeploy(request, 'search-api', 'dev'));

  test.beforeEach(async ({ page }) => {
    await enterAsDana(page);
    await openHelmTab(page, 'search-api', '?env=dev');
  });

  test('a first install is reviewed, given a reason, and succeeds', async ({
    page,
  }) => {
    await card(page, 'dev')
      .getByRole('button', { name: 'Install 1.1.0…' })
      .click();
    const dialog = page.getByRole('dialog', {
      name: /Install search-api in dev/,
    });
    await expect(dialog.getByText('Nothing has changed yet.')).toBeVisible();
    await dialog.getByRole('button', { name: 'Next: values' }).click();
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(dialog.getByText('Impact')).toBeVisible();
    await expect(
      dialog.getByText('HorizontalPodAutoscaler').first(),
    ).toBeVisible();
    await expectAccessible(page, '[role="dialog"]');

    await dialog
      .getByRole('button', { name: 'Install 1.1.0 in dev', exact: true })
      .click();
    await expect(
      dialog.getByText('Say why: it is kept with the operation.'),
    ).toBeVisible();
    await confirm(
      page,
      'Install 1.1.0 in dev',
      'SHOP-450 search for everybody',
    );

    await expect(card(page, 'dev').getByText('In sync')).toBeVisible({
      timeout: 90_000,
    });
    await openNewestOperation(page, 'search-api', 'dev', 'Install 1.1.0');
    await expect(page.getByText('Succeeded').first()).toBeVisible();
    await expect(page.getByText('user:default/dana').first()).toBeVisible();
    await expect(
      page.getByText('SHOP-450 search for everybody').first(),
    ).toBeVisible();
    await expectAccessible(page);

    const [installed] = await history();
    expect(installed).toMatchObject({ status: 'deployed', revision: 1 });
    expect(installed.description).toContain('SHOP-450 search for everybody');
  });

  test('another version with other values shows what differs before it runs', async ({
    page,
  }) => {
    await card(page, 'dev')
      .getByRole('button', { name: /^(Deploy|More actions)/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', {
      name: /Deploy search-api to dev/,
    });
    await dialog.getByRole('radio', { name: /^1\.3\.0/ }).check();
    await dialog.getByRole('button', { name: 'Next: values' }).click();
    await expect(dialog.locator('.cm-content').first()).toContainText(
      'maxReplicas',
    );
    await writeValues(
      page,
      'autoscaling:\n  enabled: true\n  minReplicas: 1\n  maxReplicas: 3\nconfig:\n  logLevel: debug\n',
    );
    await dialog.getByRole('button', { name: 'Review changes' }).click();
    await expect(
      dialog.getByText('Override: version, config.logLevel'),
    ).toBeVisible();
    await expect(dialog.getByText(/debug/).first()).toBeVisible();
    await confirm(page, 'Deploy 1.3.0 to dev', 'SHOP-451 look closer');

    await expect(card(page, 'dev').getByText('1.3.0').first()).toBeVisible();
    await openNewestOperation(page, 'search-api', 'dev', 'Upgrade to 1.3.0');
    await expect(page.getByText('Succeeded').first()).toBeVisible({
      timeout: 90_000,
    });
    const rows = await history();
    expect(rows.at(-1)).toMatchObject({ status: 'deployed', revision: 2 });
    expect(rows.at(-1)?.description).toContain('SHOP-451 look closer');
  });

  test('rolling back shows what goes back, and who and why stays', async ({
    page,
  }) => {
    await openHelmTab(page, 'search-api', '?env=dev&tab=history');
    await page
      .getByRole('button', { name: /^Roll back to revision 1|^Roll back…/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', {
      name: /Roll back search-api in dev/,
    });
    await expect(dialog.getByText(/debug/).first()).toBeVisible();
    await confirm(page, 'Roll back to revision 1', 'SHOP-452 too many words');

    await openNewestOperation(
      page,
      'search-api',
      'dev',
      'Roll back to revision 1',
    );
    await expect(page.getByText('Succeeded').first()).toBeVisible({
      timeout: 90_000,
    });
    await openHelmTab(page, 'search-api', '?env=dev&tab=history');
    await expect(
      page.getByText('SHOP-452 too many words').first(),
    ).toBeVisible();
    await expect(page.getByText('Rolled back to 1')).toBeVisible();
    expect((await history()).at(-1)).toMatchObject({
      revision: 3,
      status: 'deployed',
      chart: 'web-service-1.1.0',
    });
  });
});
