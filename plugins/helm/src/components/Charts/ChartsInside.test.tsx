import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { ChartsInside } from './ChartsInside';

const dependencies = [
  {
    name: 'web-service',
    alias: 'storefront',
    version: '^1.2.0',
    resolved: '1.2.0',
    newer: '2.0.0',
  },
  {
    name: 'worker',
    version: '0.2.0',
    resolved: '0.2.0',
    condition: 'orders.enabled',
  },
  { name: 'cache', version: '1.x' },
];

describe('ChartsInside', () => {
  it('shows versions, what is newer and what is off', async () => {
    renderInTestApp(
      <ChartsInside
        dependencies={dependencies}
        values={{ orders: { enabled: false } }}
      />,
    );
    expect(
      await screen.findByRole('row', {
        name: /storefront web-service 1\.2\.0 newer 2\.0\.0 asked for \^1\.2\.0/,
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('row', { name: /worker off: orders\.enabled 0\.2\.0$/ }),
    ).toBeVisible();
    expect(
      screen.getByRole('row', { name: /cache not in the archive/ }),
    ).toBeVisible();
  });

  it('names the condition where values are not known', async () => {
    renderInTestApp(<ChartsInside dependencies={dependencies} />);
    expect(await screen.findByText('when orders.enabled')).toBeVisible();
    expect(screen.queryByText(/^off/)).toBeNull();
  });

  it('is nothing for a chart that brings none along', async () => {
    renderInTestApp(
      <div data-testid="place">
        <ChartsInside dependencies={[]} />
      </div>,
    );
    expect(await screen.findByTestId('place')).toBeEmptyDOMElement();
  });
});
