import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { storefront } from '../../../dev/fake/targets';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { DeclaredOverview } from './DeclaredOverview';

const entityRef = 'component:default/storefront';

function show(api = new FakeHelmApi()) {
  renderInTestApp(
    <DeclaredOverview entityRef={entityRef} targets={storefront} />,
    {
      apis: [[helmApiRef, api]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

const row = async (name: string) =>
  within((await screen.findByRole('rowheader', { name })).closest('tr')!);

describe('DeclaredOverview', () => {
  it('puts versions and values that differ side by side', async () => {
    show();
    const version = await row('Version');
    expect(version.getByText('2 versions behind staging')).toBeInTheDocument();
    expect(version.getByText('deployed 2.2.0')).toBeInTheDocument();
    const replicas = await row('replicas');
    expect(replicas.getAllByRole('cell').map(cell => cell.textContent)).toEqual(
      [
        expect.stringMatching(/^1/),
        expect.stringMatching(/^1/),
        expect.stringMatching(/^6.*values\.prod\.yaml.*differs from staging$/),
      ],
    );
    const added = await row('autoscaling.maxReplicas');
    expect(added.getAllByText('not set')).toHaveLength(2);
    expect(screen.queryByText('db.existingSecret')).not.toBeInTheDocument();
    expect(
      screen.getByText(/2 keys are the same everywhere/),
    ).toBeInTheDocument();
  });

  it('shows every key when asked to', async () => {
    show();
    await row('replicas');
    await userEvent.click(screen.getByRole('button', { name: 'All keys' }));
    expect(await row('db.existingSecret')).toBeDefined();
  });

  it('says which values are not the caller’s to see', async () => {
    const api = new FakeHelmApi();
    const read = api.entityDeclared.bind(api);
    jest.spyOn(api, 'entityDeclared').mockImplementation(async ref => {
      const { targets } = await read(ref);
      const [dev, staging, prod] = targets;
      return {
        entityRef: ref,
        targets: [dev, staging, { ...prod, values: undefined }],
      };
    });
    show(api);
    const host = await row('ingress.host');
    expect(host.getByText('not yours to see')).toBeInTheDocument();
  });

  it('keeps versions when the values can’t be read', async () => {
    const api = new FakeHelmApi();
    jest
      .spyOn(api, 'entityDeclared')
      .mockRejectedValue(new Error('connection refused'));
    show(api);
    expect(
      await screen.findByText(/The declared values could not be read/),
    ).toBeInTheDocument();
    expect(await row('Version')).toBeDefined();
  });
});
