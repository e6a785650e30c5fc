import { screen } from '@testing-library/react';
import { renderForm } from '../__testUtils__/renderForm';

const field = { type: 'string', 'ui:field': 'HelmValuesEditor' };
const chart = { repository: 'platform', name: 'storefront' };

function show(values: string, options: object = {}) {
  return renderForm({
    properties: { values: { ...field, 'ui:options': { ...options } } },
    data: { chart, version: '2.4.0', values },
  });
}

describe('HelmValuesEditor', () => {
  it('shows the defaults beside, and says that all is well', async () => {
    const { review, create, onCreate } = show('replicas: 3\n');
    expect(
      await screen.findByText(/and the chart’s schema agrees/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('textbox', { name: 'Chart defaults' }),
    ).toHaveTextContent('pullPolicy: IfNotPresent');
    await review();
    await create();
    expect(onCreate).toHaveBeenCalledWith(
      expect.objectContaining({ values: 'replicas: 3\n' }),
    );
  });

  it('names the field that the schema refuses, and does not go on', async () => {
    const { review } = show('replicas: many\nimage:\n  pullPolicy: Now\n');
    expect(await screen.findByText('2 problems')).toBeInTheDocument();
    expect(screen.getByText(/must be of type integer/)).toHaveTextContent(
      'replicas must be of type integer',
    );
    await review();
    expect(
      (
        await screen.findAllByText(
          /image\.pullPolicy must be one of "Always", "IfNotPresent", "Never"/,
        )
      ).length,
    ).toBeGreaterThan(0);
  });

  it('refuses a secret with the way out', async () => {
    const { review } = show('database:\n  password: hunter2\n');
    expect(await screen.findByText('1 problem')).toBeInTheDocument();
    await review();
    const errors = await screen.findAllByText(
      /database\.password is a secret.*Store it as a Secret/,
    );
    expect(errors.length).toBeGreaterThan(0);
    expect(document.body).not.toHaveTextContent('hunter2 is');
  });

  it('does not check a patch as if it were the whole', async () => {
    show('replicas: null\n', { patch: true });
    expect(await screen.findByText('Valid YAML.')).toBeInTheDocument();
  });

  it('says where YAML breaks', async () => {
    show('a: [1\n');
    expect(
      await screen.findByText(/not valid YAML \(line/),
    ).toBeInTheDocument();
  });
});
