import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { helmHistory } from './support/helmCli';
import { card, openHelmTab } from './support/helmTab';
import { enterAsDana } from './support/signIn';
import {
  chooseOption,
  openTemplate,
  runTemplate,
  writeValuesField,
} from './support/templates';

// From nothing to a release that runs, and from a pull request to its next version.

test.describe.configure({ timeout: 420_000 });

const PATIENCE = { timeout: 150_000 };
/** The local Git host keeps what earlier runs made. */
const service = `ledger-${Date.now().toString(36)}`;

const history = () => helmHistory('nonprod', 'shop-dev', service);

async function expectRunning(page: Page, version: string) {
  await openHelmTab(page, service, '?env=dev');
  await expect(
    card(page, 'dev').getByText(`declared ${version} = deployed`),
  ).toBeVisible(PATIENCE);
}

test.describe.serial('templates', () => {
  test('a new release is made from zero, and runs', async ({ page }) => {
    await enterAsDana(page);
    await openTemplate(page, 'New Helm release');
    await page.getByLabel(/^Name/).fill(service);
    await chooseOption(page, 'Owner', /team.web/i);
    await chooseOption(page, 'System', /shop/i);
    await page.getByRole('button', { name: 'Next' }).click();

    await page
      .getByRole('combobox', { name: 'Repository' })
      .selectOption('local');
    await page
      .getByRole('combobox', { name: 'Chart', exact: true })
      .selectOption('web-service');
    await page.getByRole('radio', { name: /^1\.2\.0/ }).check();
    await page.getByRole('checkbox', { name: /^dev/ }).check();

    // What is wrong is said at once, and nothing goes on with it.
    await writeValuesField(page, 'credentials:\n  apiToken: hunter2\n');
    await expect(
      page.getByText(/credentials\.apiToken is a secret/).first(),
    ).toBeVisible();
    await writeValuesField(page, 'replicaCount: many\n');
    await expect(
      page.getByText(/replicaCount must be of type integer/).first(),
    ).toBeVisible();
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(
      page.getByRole('listitem').filter({ hasText: /must be of type integer/ }),
    ).not.toHaveCount(0);
    for (const field of ['chart', 'version', 'environments', 'values']) {
      await expectAccessible(page, `fieldset#root_${field}`);
    }
    await writeValuesField(page, 'replicaCount: 2\n');
    await expect(page.getByText('the chart’s schema agrees')).toBeVisible();
    await page.getByRole('button', { name: 'Review' }).click();
    await runTemplate(page, 'Its page');

    await expectRunning(page, '1.2.0');
    const [first] = await history();
    expect(first).toMatchObject({
      status: 'deployed',
      revision: 1,
      chart: 'web-service-1.2.0',
    });
  });

  test('a change is proposed with its diff, merged, and deployed', async ({
    page,
  }) => {
    await enterAsDana(page);
    await openTemplate(page, 'Change a Helm release');
    await chooseOption(page, 'Service', new RegExp(service));
    await page.getByRole('radio', { name: /^dev/ }).check();
    await expect(
      page.getByRole('radio', { name: /^1\.2\.0.*declared/ }),
    ).toBeVisible();
    await page.getByRole('radio', { name: /^1\.3\.0/ }).check();
    await writeValuesField(page, 'config:\n  logLevel: debug\n');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel(/^Title/).fill('Take 1.3.0');
    await page.getByRole('button', { name: 'Review' }).click();
    await runTemplate(page, 'The pull request');

    const pull = await page
      .getByRole('link', { name: 'The pull request' })
      .getAttribute('href');
    await page.goto(pull ?? '');
    await expect(page.getByText('Take 1.3.0').first()).toBeVisible();
    await expect(page.getByText(/\+.*1\.3\.0/).first()).toBeVisible();
    await expect(page.getByText(/logLevel: debug/).first()).toBeVisible();
    await page.getByRole('button', { name: 'Merge into main' }).click();
    await expect(page.getByText(/Merged as/)).toBeVisible();

    await expectRunning(page, '1.3.0');
    expect((await history()).at(-1)).toMatchObject({
      status: 'deployed',
      chart: 'web-service-1.3.0',
    });
  });
});
