import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { HelmApiError, type HelmApi } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import {
  operationRouteRef,
  operationsRouteRef,
  rootRouteRef,
} from '../../routes';
import { EntityHelmContent } from './EntityHelmContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'storefront', namespace: 'default' },
};

function show(api: HelmApi, address = '/', name = 'storefront') {
  return renderInTestApp(
    <EntityProvider entity={{ ...entity, metadata: { name } }}>
      <EntityHelmContent />
    </EntityProvider>,
    {
      apis: [[helmApiRef, api]],
      initialRouteEntries: [address],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

const card = (name: string) => screen.findByRole('article', { name });

describe('EntityHelmContent', () => {
  it('shows a card for each environment with state, version and health in words', async () => {
    show(new FakeHelmApi());
    const dev = within(await card('dev'));
    expect(dev.getByText('In sync')).toBeInTheDocument();
    expect(dev.getByText('2.4.0')).toBeInTheDocument();
    expect(await dev.findByText('12 of 12 ready')).toBeInTheDocument();
    const prod = within(await card('prod'));
    expect(prod.getByText('Out of sync')).toBeInTheDocument();
    expect(
      prod.getByText('declared 2.3.1 · deployed 2.2.0'),
    ).toBeInTheDocument();
    expect(prod.getByText('2 versions behind staging')).toBeInTheDocument();
  });

  it('says why a button is off, where a screen reader finds it', async () => {
    show(new FakeHelmApi());
    const button = within(await card('prod')).getByRole('button', {
      name: 'Deploy 2.3.1…',
    });
    expect(button).toHaveAttribute('aria-disabled', 'true');
    expect(button).toHaveAccessibleDescription(/ask group:default\/platform/);
    await userEvent.click(button);
    expect(screen.queryByRole('dialog')).not.toBeInTheDocument();
  });

  it('names the wrong key of a declaration and still shows the rest', async () => {
    show(new FakeHelmApi(), '/', 'reports');
    expect(
      (await screen.findAllByText('Version “^2.4” is a range.')).length,
    ).toBeGreaterThan(0);
    expect(screen.getByText('There is no key “verison”.')).toBeInTheDocument();
    const prod = within(await card('prod'));
    expect(
      prod.getByRole('button', { name: 'Install 2.3.1…' }),
    ).toBeInTheDocument();
  });

  it('says once what is wrong with every environment', async () => {
    const api = new FakeHelmApi();
    const read = api.entityReleases.bind(api);
    jest.spyOn(api, 'entityReleases').mockImplementation(async ref => {
      const releases = await read(ref);
      const [broken] = releases.targets;
      return {
        ...releases,
        targets: releases.targets.map(target => ({
          ...target,
          activeOperation: undefined,
          stale: false,
          problems: broken.problems,
        })),
      };
    });
    show(api, '/', 'reports');
    await card('prod');
    expect(screen.getAllByText('Version “^2.4” is a range.')).toHaveLength(1);
    expect(
      within(await card('prod')).getByText(/The declaration can’t be used/),
    ).toBeInTheDocument();
  });

  it('says what failed, its code and what to do, and tries again', async () => {
    const api = new FakeHelmApi();
    const read = jest.spyOn(api, 'entityReleases').mockRejectedValueOnce(
      new HelmApiError(
        {
          code: 'CLUSTER_UNREACHABLE',
          message: 'Cluster nonprod does not answer.',
          wayOut: 'Ask group:default/platform.',
        },
        { status: 503 },
      ),
    );
    show(api);
    expect(
      await screen.findByText(/Cluster nonprod does not answer/),
    ).toHaveTextContent('Ask group:default/platform.');
    expect(screen.getByText('code CLUSTER_UNREACHABLE')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card('dev')).toBeInTheDocument();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('deploys what was reviewed, with a reason, once however often it is pressed', async () => {
    const api = new FakeHelmApi();
    const create = jest
      .spyOn(api, 'createOperation')
      .mockReturnValue(new Promise(() => undefined));
    show(api, '/?env=dev&deploy=2.5.0&step=version');
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Deploy storefront to dev' }),
    );
    expect(
      await dialog.findByRole('radio', { name: /^2\.5\.0/ }),
    ).toBeChecked();
    await userEvent.click(
      dialog.getByRole('button', { name: 'Review changes' }),
    );
    expect(await dialog.findByText('Impact')).toBeInTheDocument();

    const confirm = dialog.getByRole('button', { name: 'Deploy 2.5.0 to dev' });
    expect(confirm).toHaveAccessibleDescription(
      'Accept the points in red first.',
    );
    await userEvent.click(
      dialog.getByRole('checkbox', { name: 'I accept this' }),
    );
    await userEvent.click(confirm);
    expect(
      dialog.getByText('Say why: it is kept with the operation.'),
    ).toBeInTheDocument();
    expect(create).not.toHaveBeenCalled();

    await userEvent.type(dialog.getByRole('textbox'), 'SHOP-1 carts');
    await userEvent.dblClick(confirm);
    await waitFor(() => expect(create).toHaveBeenCalledTimes(1));
    expect(create).toHaveBeenCalledWith(
      { plan: 'plan-1', reason: 'SHOP-1 carts' },
      'plan-1',
    );
  });

  it('does not run a plan that is blocked, and says how to get on', async () => {
    const api = new FakeHelmApi();
    const make = api.createPlan.bind(api);
    jest.spyOn(api, 'createPlan').mockImplementation(async request =>
      Object.assign(await make(request), {
        findings: [],
        blockedBy: [
          {
            code: 'OBJECT_NOT_ALLOWED',
            message: 'ClusterRole storefront is outside of shop-dev.',
            wayOut: 'Allow it in the configuration.',
          },
        ],
      }),
    );
    show(api, '/?env=dev&rollback=41');
    expect(
      await screen.findByText('ClusterRole storefront is outside of shop-dev.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Roll back to revision 41' }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  it('lists what an uninstall removes and what stays', async () => {
    show(new FakeHelmApi(), '/?env=dev&uninstall=1');
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Uninstall storefront from dev',
      }),
    );
    expect(await dialog.findByText('What goes')).toBeInTheDocument();
    expect(dialog.getByText('stays')).toBeInTheDocument();
    expect(dialog.getByText('removed')).toBeInTheDocument();
  });

  it('compares two revisions in place, as the address says', async () => {
    show(new FakeHelmApi(), '/?env=dev&tab=history&diff=41..42:manifest');
    expect(await screen.findByText('Manifest, 41 → 42')).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /Deployment storefront-web/ }),
    ).toHaveAttribute('aria-expanded', 'true');
  });

  it('keeps what is known when the portal does not answer again', async () => {
    const api = new FakeHelmApi();
    show(api);
    await card('dev');
    jest
      .spyOn(api, 'entityReleases')
      .mockRejectedValue(new Error('no network'));
    document.dispatchEvent(new Event('visibilitychange'));
    expect(
      await screen.findByText('The portal could not be asked again.'),
    ).toBeInTheDocument();
    expect(await card('dev')).toBeInTheDocument();
  });
});

it('routes keep their addresses', () => {
  expect([operationsRouteRef.path, operationRouteRef.path]).toEqual([
    '/operations',
    '/operations/:id',
  ]);
});
