import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/**
 * No serious or critical problem in what this project draws: `scope` leaves
 * out the parts that Backstage's own plugins draw.
 */
export async function expectAccessible(page: Page, scope = 'body') {
  const { violations } = await new AxeBuilder({ page })
    .include(scope)
    .analyze();
  const bad = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => ({
      id,
      where: nodes.map(node => `${node.target}: ${node.failureSummary}`),
    }));
  expect(bad).toEqual([]);
}
