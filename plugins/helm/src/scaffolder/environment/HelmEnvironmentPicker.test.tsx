import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { environments } from '../../../dev/fake/targets';
import { renderForm } from '../__testUtils__/renderForm';

const field = { 'ui:field': 'HelmEnvironmentPicker' };

describe('HelmEnvironmentPicker', () => {
  it('offers the environments in their order with what governs them', async () => {
    const { review, create, onCreate } = renderForm({
      properties: { environment: { type: 'string', ...field } },
      required: ['environment'],
    });
    const names = (await screen.findAllByRole('radio')).map(radio =>
      radio.getAttribute('value'),
    );
    expect(names).toEqual(['dev', 'staging', 'prod']);
    const prod = screen.getByRole('radio', { name: /Production/ });
    expect(prod).toHaveAccessibleDescription(
      /after staging · 1 approval by group:default\/platform/,
    );
    await userEvent.click(prod);
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith({ environment: 'prod' });
  });

  it('takes several, always in their order', async () => {
    const { review, create, onCreate } = renderForm({
      properties: {
        environments: {
          type: 'array',
          items: { type: 'string' },
          ...field,
          'ui:options': { multiple: true },
        },
      },
    });
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /Staging/ }),
    );
    await userEvent.click(
      screen.getByRole('checkbox', { name: /Development/ }),
    );
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith({
      environments: ['dev', 'staging'],
    });
  });

  it('refuses what is not there, and what the template does not take', async () => {
    const { review } = renderForm({
      properties: {
        environments: {
          type: 'array',
          items: { type: 'string' },
          ...field,
          'ui:options': { multiple: true, environments: ['dev'] },
        },
      },
      data: { environments: ['qa', 'prod'] },
    });
    expect(await screen.findAllByRole('checkbox')).toHaveLength(1);
    await review();
    expect(
      (await screen.findAllByText(/There is no environment “qa”/)).length,
    ).toBeGreaterThan(0);
    expect(screen.getAllByText(/does not take “prod”/).length).toBeGreaterThan(
      0,
    );
  });

  it('keeps off where the portal changes nothing', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'environments').mockResolvedValue({
      items: [{ ...environments[0], readOnly: true }],
    });
    renderForm({
      properties: { environment: { type: 'string', ...field } },
      api,
    });
    const dev = await screen.findByRole('radio');
    expect(dev).toBeDisabled();
    expect(dev).toHaveAccessibleDescription(/changes nothing here/);
  });
});
