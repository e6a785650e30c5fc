import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import {
  card,
  openDeploy,
  openHelmTab,
  openNewestOperation,
} from './support/helmTab';
import { enterAsDana } from './support/signIn';

const looked = join(__dirname, '../../../.local/e2e-results/screens');
const published = join(__dirname, '../../../docs/images');

// With UPDATE_SCREENSHOTS=1 the README's pictures are made anew.
const readme = new Set([
  'entity-tab-1280-light',
  'entity-tab-390-dark',
  'deploy-review-1280-light',
  'operation-failed-1280-light',
]);

function pathOf(name: string) {
  const isPublished =
    process.env.UPDATE_SCREENSHOTS === '1' && readme.has(name);
  return join(isPublished ? published : looked, `${name}.png`);
}

const screens: { name: string; open: (page: Page) => Promise<void> }[] = [
  {
    name: 'entity-tab',
    open: async page => {
      await openHelmTab(page, 'storefront', '?env=prod');
      await expect(
        card(page, 'prod').getByText(/\d+ of \d+ ready/),
      ).toBeVisible();
    },
  },
  {
    name: 'history',
    open: async page => {
      await openHelmTab(page, 'storefront', '?env=dev&tab=history');
      await expect(
        page.getByText('SHOP-417 feature switches').first(),
      ).toBeVisible();
    },
  },
  {
    name: 'deploy-review',
    open: async page => {
      await openDeploy(page, 'storefront', 'prod', '1.3.0');
      await page.getByRole('button', { name: 'Review changes' }).click();
      await expect(page.getByText('Impact')).toBeVisible();
    },
  },
  {
    name: 'operation-failed',
    open: async page => {
      await openNewestOperation(
        page,
        'checkout',
        'staging',
        'Upgrade to 2.0.0',
      );
      await expect(page.getByText('Failed, rolled back').first()).toBeVisible();
    },
  },
  {
    name: 'fleet',
    open: async page => {
      await page.goto('/helm');
      await expect(page.getByText('storefront').first()).toBeVisible();
    },
  },
  {
    name: 'system',
    open: async page => {
      await page.goto('/catalog/default/system/shop/helm-releases');
      await expect(page.getByText('storefront').first()).toBeVisible();
    },
  },
];

for (const width of [1280, 390]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${width} px, ${colorScheme}`, () => {
      test.use({ colorScheme, viewport: { width, height: 900 } });
      for (const { name, open } of screens) {
        test(`${name} is accessible and stays within the screen`, async ({
          page,
        }) => {
          await enterAsDana(page);
          await open(page);
          await page.evaluate(() => document.fonts.ready);
          await page.screenshot({
            path: pathOf(`${name}-${width}-${colorScheme}`),
            animations: 'disabled',
          });
          await expectAccessible(page);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - window.innerWidth,
          );
          expect(overflow).toBeLessThanOrEqual(0);
        });
      }
    });
  }
}
