import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderForm } from '../__testUtils__/renderForm';

const chart = { repository: 'platform', name: 'storefront' };
const version = { type: 'string', 'ui:field': 'HelmVersionPicker' };

describe('HelmVersionPicker', () => {
  it('offers published versions, pre-releases on demand, and marks what is not advised', async () => {
    const { review, create, onCreate } = renderForm({
      properties: { version },
      required: ['version'],
      data: { chart },
    });
    const newest = await screen.findByRole('radio', {
      name: /^2\.5\.0.*newest/,
    });
    expect(
      screen.queryByRole('radio', { name: /2\.6\.0-rc\.1/ }),
    ).not.toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('checkbox', { name: 'Show pre-releases too' }),
    );
    expect(
      screen.getByRole('radio', { name: /2\.6\.0-rc\.1.*pre-release/ }),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('radio', { name: /1\.9\.4.*deprecated/ }),
    );
    expect(await screen.findByText(/advises against/)).toBeInTheDocument();
    await userEvent.click(newest);
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith({ chart, version: '2.5.0' });
  });

  it.each(['^2.4.0', 'latest', '2.4', '9.9.9'])(
    'refuses %s, which is no published version',
    async wrong => {
      const { review } = renderForm({
        properties: { version },
        data: { chart, version: wrong },
      });
      expect(
        await screen.findByText(
          `storefront has no version ${wrong}: choose another one.`,
        ),
      ).toBeInTheDocument();
      await review();
      expect(
        (await screen.findAllByText(new RegExp('is no exact version'))).length,
      ).toBeGreaterThan(0);
    },
  );

  it('waits for a chart', async () => {
    renderForm({ properties: { version } });
    expect(
      await screen.findByText('Choose the chart first.'),
    ).toBeInTheDocument();
  });

  it('finds the chart that an entity declares, and marks the declared version', async () => {
    const { review, create, onCreate } = renderForm({
      properties: {
        version: {
          ...version,
          'ui:options': { entityField: 'entityRef' },
        },
      },
      data: { entityRef: 'component:default/storefront' },
    });
    expect(
      (await screen.findAllByRole('radio', { name: /declared/ })).length,
    ).toBe(1);
    await userEvent.click(screen.getByRole('radio', { name: /^2\.3\.1/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Choose none' }));
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith({
      entityRef: 'component:default/storefront',
    });
  });
});
