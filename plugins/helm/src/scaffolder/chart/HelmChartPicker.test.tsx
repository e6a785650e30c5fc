import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { JsonValue } from '@backstage/types';
import { HelmApiError } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { renderForm } from '../__testUtils__/renderForm';

const chart = { type: 'object', 'ui:field': 'HelmChartPicker' };

function show(
  data: Record<string, JsonValue> = {},
  options: object = {},
  api = new FakeHelmApi(),
) {
  return renderForm({
    properties: { chart: { ...chart, 'ui:options': { ...options } } },
    required: ['chart'],
    data,
    api,
  });
}
const repository = () => screen.findByRole('combobox', { name: 'Repository' });

describe('HelmChartPicker', () => {
  it('offers the charts of a configured repository and finds their versions', async () => {
    const { review, create, onCreate } = show();
    await userEvent.selectOptions(await repository(), 'platform');
    await userEvent.selectOptions(
      screen.getByRole('combobox', { name: 'Chart' }),
      'web-service',
    );
    expect(
      await screen.findByText('Newest version 2.5.0, 7 published.'),
    ).toBeInTheDocument();
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith({
      chart: { repository: 'platform', name: 'web-service' },
    });
  });

  it('takes a typed name where a registry tells none, and asks whether it is there', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'chart').mockRejectedValue(
      new HelmApiError(
        {
          code: 'CHART_NOT_FOUND',
          message: 'The repository "registry" has no chart "wbe".',
          wayOut: 'Correct the name, or publish the chart.',
        },
        { status: 404 },
      ),
    );
    const { review, onCreate } = show({}, {}, api);
    await userEvent.selectOptions(await repository(), 'registry');
    const name = screen.getByRole('combobox', { name: 'Chart' });
    expect(name).toHaveAccessibleDescription(/type the name/);
    await userEvent.type(name, 'wbe');
    expect(await screen.findByText(/has no chart "wbe"/)).toBeInTheDocument();
    await review();
    await waitFor(() =>
      expect(screen.getAllByText(/Correct the name/).length).toBeGreaterThan(1),
    );
    expect(onCreate).not.toHaveBeenCalled();
  });

  it('says why a repository could not be asked', async () => {
    show();
    await userEvent.selectOptions(await repository(), 'vendor');
    expect(
      await screen.findByText(/"vendor" does not answer/),
    ).toBeInTheDocument();
  });

  it('wants both parts, and no repository that the template does not take', async () => {
    const { review } = show(
      { chart: { repository: 'platform', name: 'worker' } },
      { repositories: ['registry'] },
    );
    expect(
      await screen.findByText('platform (not configured)'),
    ).toBeInTheDocument();
    await review();
    expect(
      (await screen.findAllByText(/takes no charts of platform/)).length,
    ).toBeGreaterThan(0);
    await userEvent.selectOptions(await repository(), 'registry');
    await review();
    expect(
      (await screen.findAllByText(/Choose a repository and a chart/)).length,
    ).toBeGreaterThan(0);
  });

  it('is named, described and needed for the ear too', async () => {
    show();
    expect(
      await screen.findByRole('group', { name: /^Chart ?\(needed\)$/ }),
    ).toHaveAccessibleDescription(/A chart of a configured repository/);
    expect(await repository()).toHaveAttribute('aria-required', 'true');
  });
});
