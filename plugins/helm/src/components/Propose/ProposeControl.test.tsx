import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { HelmApiError, type Target } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { storefront } from '../../../dev/fake/targets';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef, templateRouteRef } from '../../routes';
import { CardActions } from '../EnvironmentStrip/CardActions';
import { SyncControl } from '../Sync/SyncControl';
import { offeredProposals } from './offeredProposals';
import { ProposeControl } from './ProposeControl';

const [dev, staging, prod] = storefront;

function Address() {
  const { pathname, search } = useLocation();
  return <output aria-label="address">{pathname + search}</output>;
}

function show(
  target: Target,
  { api = new FakeHelmApi(), isOffered = true } = {},
) {
  return renderInTestApp(
    <SyncControl onChange={() => undefined}>
      <ProposeControl isOffered={isOffered}>
        <CardActions
          target={target}
          targetKey="prod"
          onRefresh={() => undefined}
        />
        <Address />
      </ProposeControl>
    </SyncControl>,
    {
      apis: [[helmApiRef, api]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
        '/create/templates/:namespace/:templateName': templateRouteRef as never,
      },
    },
  );
}

const menu = async (target: Target) => {
  await userEvent.click(
    await screen.findByRole('button', {
      name: `More actions for ${target.environment.name}`,
    }),
  );
  return within(await screen.findByRole('menu'));
};

describe('proposals', () => {
  it('offers what the target lacks, and nothing twice', () => {
    const t = ((key: string) => key) as never;
    const kinds = (target: Target) =>
      offeredProposals(t, target).map(({ kind }) => kind);
    expect(kinds(dev)).toEqual(['version']);
    expect(kinds(staging)).toEqual(['override', 'version']);
    expect(kinds(prod)).toEqual(['promotion', 'version']);
    expect(kinds({ ...dev, newerVersion: dev.declared!.version })).toEqual([]);
    expect(kinds({ ...dev, release: undefined })).toEqual([]);
    expect(
      kinds({
        ...dev,
        declared: undefined,
        problems: [
          {
            code: 'VERSION_NOT_EXACT',
            message: 'm',
            suggestion: { version: '2.0.0' },
          },
        ],
      }),
    ).toEqual(['pin']);
  });

  it('opens the form of the template, filled in', async () => {
    show(prod);
    const items = await menu(prod);
    await userEvent.click(items.getByText('Propose 2.5.0 as a pull request…'));
    const address = await screen.findByText(/^\/create\/templates/);
    const { pathname, searchParams } = new URL(
      address.textContent!,
      'http://portal',
    );
    expect(pathname).toBe('/create/templates/default/change-helm-release');
    expect(JSON.parse(searchParams.get('formData')!)).toMatchObject({
      entityRef: 'component:default/storefront',
      environment: 'prod',
      releaseName: 'storefront',
      version: '2.5.0',
    });
  });

  it('says why there is none', async () => {
    show(prod, { isOffered: false });
    const items = await menu(prod);
    expect(
      items.getByText('This portal has no template that opens pull requests.'),
    ).toBeInTheDocument();
    expect(
      items.getByText('Propose as a pull request…').closest('li'),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('says what was refused, and what to do', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'propose').mockRejectedValue(
      new HelmApiError(
        {
          code: 'SECRET_IN_VALUES',
          message: 'db.password is a secret.',
          wayOut: 'Put it into a Secret.',
        },
        { status: 409 },
      ),
    );
    show(prod, { api });
    const items = await menu(prod);
    await userEvent.click(
      items.getByText('Propose what staging runs as a pull request…'),
    );
    expect(
      await screen.findByText(/It could not be proposed/),
    ).toBeInTheDocument();
    expect(screen.getByText(/db\.password is a secret/)).toBeInTheDocument();
  });
});
