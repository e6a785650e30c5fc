import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No serious or critical problem on the page, or in the part that `scope` selects. */
export async function expectAccessible(page: Page, scope = 'body') {
  const { violations } = await new AxeBuilder({ page })
    .include(scope)
    // The tabs of Backstage's own page header name a panel that it never draws.
    .exclude('[role="tab"][id^="react-aria"]')
    // Backstage's own entry has a name without its count.
    .exclude('a[href="/notifications"]')
    .analyze();
  const bad = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(node => `${node.target}: ${node.failureSummary}`),
    }));
  expect(bad).toEqual([]);
}
