import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/expectAccessible';
import { enterAsDana } from './support/signIn';

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    test('the sign-in page is accessible', async ({ page }) => {
      await page.goto('/');
      await expect(
        page.getByRole('button', { name: 'Enter as Dana (developer)' }),
      ).toBeVisible();
      await expectAccessible(page);
    });

    test('the sidebar is accessible', async ({ page }) => {
      await enterAsDana(page);
      await expectAccessible(page, '[data-testid="sidebar-root"]');
    });
  });
}
