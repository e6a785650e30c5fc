import { expect, test, type Page } from '@playwright/test';
import { asUser } from './support/asUser';
import { declare } from './support/declare';
import { expectAccessible } from './support/expectAccessible';
import { expectFollowed } from './support/follow';
import { helmHistory } from './support/helmCli';
import { card, confirm, openHelmTab } from './support/helmTab';
import { enterAsDana, pageOf } from './support/signIn';
import { targetOf } from './support/targets';

// What is pushed is deployed; a person's rollback stops that until it is resumed.

test.describe.configure({ timeout: 300_000 });

const service = 'newsletter';
const PATIENCE = { timeout: 120_000 };

const push = (version: string) =>
  declare(service, text =>
    text.replace(
      /helm-release\/version: .*/,
      `helm-release/version: ${version}`,
    ),
  );

const history = (environment: 'dev' | 'staging' | 'prod') =>
  helmHistory(
    environment === 'prod' ? 'prod' : 'nonprod',
    `shop-${environment}`,
    service,
  );

async function expectRunning(page: Page, environment: string, version: string) {
  const shown = card(page, environment);
  await expect(shown.getByText(`declared ${version} = deployed`)).toBeVisible(
    PATIENCE,
  );
  await expect(shown.getByText('auto-sync: synced')).toBeVisible(PATIENCE);
}

test.describe.serial('newsletter', () => {
  let restore: () => Promise<void>;
  let declaredBefore = '';

  test.beforeAll(async ({ request }) => {
    const dana = await asUser(request, 'dana');
    declaredBefore =
      (await targetOf(dana, service, 'dev')).declared?.version ?? '';
    restore = await push('1.1.0');
    await expectFollowed(request, service, '1.1.0');
  });

  test.afterAll(async ({ request }) => {
    await restore();
    await expectFollowed(request, service, declaredBefore);
  });

  test('a commit takes dev and staging along; prod waits for approval', async ({
    page,
  }) => {
    await enterAsDana(page);
    await openHelmTab(page, service, '?env=dev');
    await push('1.2.0');
    for (const environment of ['dev', 'staging'] as const) {
      await expectRunning(page, environment, '1.2.0');
      const shown = card(page, environment);
      await expect(shown.getByText('Upgraded by Catalog')).toBeVisible();
      await expect(
        shown.getByText(/“Declared at [0-9a-f]+: .*1\.1\.0 → 1\.2\.0”/),
      ).toBeVisible();
      expect((await history(environment)).at(-1)).toMatchObject({
        status: 'deployed',
        chart: 'web-service-1.2.0',
      });
    }
    const prod = card(page, 'prod');
    await expect(prod.getByText('Waits for 1 approval')).toBeVisible(PATIENCE);
    await expect(prod.getByText('asked for 1.2.0')).toBeVisible();
    expect((await history('prod')).at(-1)).toMatchObject({
      chart: 'web-service-1.1.0',
    });
    await expectAccessible(page);
  });

  test('a rollback pauses, which the next commit respects; resumed, dev follows', async ({
    page,
  }) => {
    await enterAsDana(page);
    await openHelmTab(page, service, '?env=dev');
    const dev = card(page, 'dev');
    await dev.getByRole('button', { name: 'More actions for dev' }).click();
    await page.getByRole('menuitem', { name: 'Roll back…' }).click();
    await page
      .getByRole('button', { name: /^Roll back/ })
      .first()
      .click();
    const dialog = page.getByRole('dialog', {
      name: 'Roll back newsletter in dev',
    });
    await expect(dialog.getByText('Impact')).toBeVisible();
    const before = (await history('dev')).at(-2);
    await confirm(
      page,
      `Roll back to revision ${before?.revision}`,
      'SHOP-480 letters without greetings',
    );
    const banner = dev.getByText(
      'Rolled back by user:default/dana, automatic sync paused.',
    );
    await expect(banner).toBeVisible(PATIENCE);
    await expect(dev.getByText('auto-sync: paused')).toBeVisible();
    await expectAccessible(page);
    const rolledBack = await history('dev');
    expect(rolledBack.at(-1)).toMatchObject({ chart: 'web-service-1.1.0' });

    await push('1.3.0');
    await expectRunning(page, 'staging', '1.3.0');
    await expect(card(page, 'prod').getByText('asked for 1.3.0')).toBeVisible(
      PATIENCE,
    );
    await expect(
      dev.getByText(/declared 1\.3\.0 · deployed 1\.1\.0/),
    ).toBeVisible(PATIENCE);
    await expect(banner).toBeVisible();
    expect(await history('dev')).toEqual(rolledBack);

    await dev.getByRole('button', { name: 'Resume sync' }).click();
    await expectRunning(page, 'dev', '1.3.0');
    await expect(page.getByText('Automatic sync was not resumed')).toBeHidden();
    await expect(banner).toBeHidden();
    expect((await history('dev')).at(-1)).toMatchObject({
      chart: 'web-service-1.3.0',
    });
  });

  test('pia sees that the catalog asks for prod, and approves', async ({
    page,
    browser,
  }) => {
    const pia = await pageOf(browser, 'Pia');
    await pia.goto('/helm/approvals');
    const row = pia.getByRole('row').filter({ hasText: 'newsletter to prod' });
    await expect(row.getByText(/^Catalog/)).toBeVisible();
    await row.getByRole('link', { name: 'newsletter to prod' }).click();
    await expect(pia.getByText(/Catalog asked for it/)).toBeVisible();
    await expectAccessible(pia);
    await pia.getByRole('button', { name: 'Approve', exact: true }).click();
    await expect(pia.getByText('Succeeded').first()).toBeVisible(PATIENCE);
    await pia.context().close();

    await enterAsDana(page);
    await openHelmTab(page, service, '?env=prod');
    await expectRunning(page, 'prod', '1.3.0');
    expect((await history('prod')).at(-1)).toMatchObject({
      chart: 'web-service-1.3.0',
    });
  });
});
