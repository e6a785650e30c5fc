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
import { rootRouteRef } from '../../routes';
import { EntityHelmContent } from '../EntityContent/EntityHelmContent';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'stuck', namespace: 'default' },
};

function show(release: string, api: HelmApi = new FakeHelmApi(), more = '') {
  renderInTestApp(
    <EntityProvider entity={entity}>
      <EntityHelmContent />
    </EntityProvider>,
    {
      apis: [[helmApiRef, api]],
      initialRouteEntries: [`/?env=staging/${release}${more}`],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

async function open(release: string, title: string, api?: HelmApi) {
  show(release, api, '&unlock');
  const dialog = await screen.findByRole('dialog', { name: title });
  return within(dialog);
}

const denied = new HelmApiError(
  { code: 'CLUSTER_UNREACHABLE', message: 'Cluster nonprod does not answer.' },
  { status: 503 },
);

describe('the doctor', () => {
  it('says what was found with operation and person, what is held, and previews the suggested way', async () => {
    const dialog = await open('storefront', 'storefront in staging is locked');
    expect(
      dialog.getByText(/Revision 29 has been pending-upgrade/),
    ).toBeInTheDocument();
    expect(
      dialog.getByRole('link', { name: 'operation 8f3k2c' }),
    ).toHaveAttribute('href', '/helm/operations/8f3k2c');
    expect(
      dialog.getByRole('link', { name: 'user:default/dana' }),
    ).toBeInTheDocument();
    expect(dialog.getByText('half way, 2 of 3 pods new')).toBeInTheDocument();
    expect(
      dialog.getByRole('radio', { name: 'Roll back to revision 28' }),
    ).toBeChecked();
    expect(dialog.getByText('suggested')).toBeInTheDocument();
    expect(
      await dialog.findByText('Preview: roll back to revision 28'),
    ).toBeInTheDocument();
    expect(
      await dialog.findByRole('button', { name: /Deployment storefront-web/ }),
    ).toHaveAttribute('aria-expanded', 'true');
    expect(
      dialog.getByText('helm rollback storefront 28 -n web-staging'),
    ).toBeInTheDocument();
  });

  it('is used with the keyboard; a way that is closed keeps the focus and says why', async () => {
    const dialog = await open('storefront', 'storefront in staging is locked');
    const first = dialog.getByRole('radio', {
      name: 'Roll back to revision 28',
    });
    first.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    const unlock = dialog.getByRole('radio', { name: 'Only unlock' });
    expect(unlock).toBeChecked();
    expect(
      await dialog.findByText('Nothing in the cluster changes'),
    ).toBeInTheDocument();
    await userEvent.keyboard('{ArrowDown}');
    const uninstall = dialog.getByRole('radio', { name: 'Uninstall' });
    expect(uninstall).toHaveFocus();
    expect(uninstall).toHaveAttribute('aria-disabled', 'true');
    expect(uninstall).toHaveAccessibleDescription(
      'Only for a first install that never finished.',
    );
    expect(unlock).toBeChecked();
  });

  it('wants a reason, and starts what was previewed once', async () => {
    const api = new FakeHelmApi();
    const create = jest.spyOn(api, 'createOperation');
    const dialog = await open(
      'storefront',
      'storefront in staging is locked',
      api,
    );
    await userEvent.click(dialog.getByRole('radio', { name: 'Only unlock' }));
    await dialog.findByText('Nothing in the cluster changes');
    const confirm = dialog.getByRole('button', { name: 'Only unlock' });
    await userEvent.click(confirm);
    expect(
      dialog.getByText('Say why: it is kept with the operation.'),
    ).toBeInTheDocument();
    expect(create).not.toHaveBeenCalled();
    expect(dialog.getByRole('textbox')).toHaveFocus();
    await userEvent.type(dialog.getByRole('textbox'), 'Instance died');
    await userEvent.dblClick(confirm);
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(create).toHaveBeenCalledTimes(1);
    expect(create.mock.calls[0][0]).toMatchObject({ reason: 'Instance died' });
  });

  it('plans a way once, however often it is looked at', async () => {
    const api = new FakeHelmApi();
    const plan = jest.spyOn(api, 'createPlan');
    const dialog = await open(
      'storefront',
      'storefront in staging is locked',
      api,
    );
    await dialog.findByText('Preview: roll back to revision 28');
    await userEvent.click(dialog.getByRole('radio', { name: 'Only unlock' }));
    await dialog.findByText('Preview: only unlock');
    await userEvent.click(dialog.getByRole('radio', { name: /^Roll back/ }));
    expect(
      dialog.getByText('Preview: roll back to revision 28'),
    ).toBeInTheDocument();
    expect(plan).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['cart', 'cart in staging is locked', 'Uninstall and install 2.4.0'],
    ['mailer', 'mailer in staging is half uninstalled', 'Finish the uninstall'],
    [
      'pricing',
      'The first install of pricing in staging failed',
      'Uninstall and install 2.4.0',
    ],
  ])('lists what goes from %s', async (release, title, way) => {
    const dialog = await open(release, title);
    expect(dialog.getByRole('radio', { name: way })).toBeChecked();
    expect(await dialog.findAllByText(/^Preview:/)).not.toHaveLength(0);
    expect(await dialog.findAllByText('removed')).not.toHaveLength(0);
    expect(dialog.getByText('stays')).toBeInTheDocument();
    expect(dialog.getByRole('button', { name: way })).toBeInTheDocument();
  });

  it('says what it could not look at, and still offers the ways out', async () => {
    const dialog = await open('search', 'search in staging is locked');
    expect(
      dialog.getByText('Cluster nonprod refused to list StatefulSets.'),
    ).toBeInTheDocument();
    expect(
      dialog.getByRole('radio', { name: 'Roll back to revision 6' }),
    ).toBeChecked();
  });

  it('shows that a failure left nothing to go back to', async () => {
    const dialog = await open(
      'ledger',
      'ledger in staging has nothing to go back to',
    );
    expect(
      dialog.getByText('There is no revision to go back to'),
    ).toBeInTheDocument();
    expect(
      await dialog.findByText(/StatefulSet storefront-cache is deleted/),
    ).toBeInTheDocument();
    expect(
      dialog.getByRole('button', { name: 'Deploy 2.4.0 as declared' }),
    ).toHaveAccessibleDescription('Accept the points in red first.');
  });

  it('rebuilds a lost record without a change in the cluster', async () => {
    const dialog = await open(
      'gateway',
      'gateway in staging has lost its record',
    );
    expect(dialog.getByText('of no recorded revision')).toBeInTheDocument();
    expect(
      await dialog.findByText('Nothing in the cluster changes'),
    ).toBeInTheDocument();
  });

  it('waits while somebody is at work, says until when, and looks again', async () => {
    const api = new FakeHelmApi();
    const read = jest.spyOn(api, 'doctor');
    const dialog = await open(
      'checkout',
      'checkout in staging is being worked on',
      api,
    );
    expect(
      dialog.getByText(/Somebody may still be at work until .* UTC/),
    ).toBeInTheDocument();
    expect(dialog.getByText(/That is in 8 m/)).toBeInTheDocument();
    expect(dialog.queryByRole('textbox')).not.toBeInTheDocument();
    expect(
      dialog.queryByRole('button', { name: 'Wait' }),
    ).not.toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Look again' }));
    await waitFor(() => expect(read).toHaveBeenCalledTimes(2));
  });

  it('shows everything and offers nothing to who may not unlock', async () => {
    const api = new FakeHelmApi();
    const plan = jest.spyOn(api, 'createPlan');
    const dialog = await open('payments', 'payments in staging is locked', api);
    expect(dialog.getByText('What was found')).toBeInTheDocument();
    expect(
      dialog.getByText('You may look here, not unlock.'),
    ).toBeInTheDocument();
    for (const radio of dialog.getAllByRole('radio')) {
      expect(radio).toHaveAttribute('aria-disabled', 'true');
      expect(radio).toHaveAccessibleDescription(/helm.release.unlock/);
    }
    expect(dialog.queryByRole('textbox')).not.toBeInTheDocument();
    expect(plan).not.toHaveBeenCalled();
  });

  it('says that it is reading', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'doctor').mockReturnValue(new Promise(() => undefined));
    const dialog = await open('storefront', 'storefront in staging', api);
    expect(dialog.getByText('Reading the release…')).toBeInTheDocument();
  });

  it('says when nothing is locked any more', async () => {
    const api = new FakeHelmApi();
    const examine = api.doctor.bind(api);
    jest.spyOn(api, 'doctor').mockImplementation(async ref => ({
      ...(await examine(ref)),
      diagnosis: 'Healthy',
      title: 'Nothing holds storefront in staging up',
      summary: 'Nothing needs to be freed.',
    }));
    const dialog = await open(
      'storefront',
      'Nothing holds storefront in staging up',
      api,
    );
    expect(dialog.getByText('Not locked any more')).toBeInTheDocument();
    expect(dialog.queryByRole('radio')).not.toBeInTheDocument();
  });

  it('keeps unlocking open where the release could not be examined', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'doctor').mockRejectedValue(denied);
    const dialog = await open('storefront', 'storefront in staging', api);
    expect(
      await dialog.findByText(/Cluster nonprod does not answer/),
    ).toBeInTheDocument();
    expect(dialog.getByRole('radio', { name: 'Only unlock' })).toBeChecked();
    expect(dialog.getAllByRole('radio')).toHaveLength(1);
  });

  it('keeps what it knows when it can’t be asked again', async () => {
    const api = new FakeHelmApi();
    const dialog = await open(
      'checkout',
      'checkout in staging is being worked on',
      api,
    );
    jest.spyOn(api, 'doctor').mockRejectedValue(denied);
    await userEvent.click(dialog.getByRole('button', { name: 'Look again' }));
    expect(
      await dialog.findByText(/Cluster nonprod does not answer/),
    ).toBeInTheDocument();
    expect(
      dialog.getByText('A Helm outside of the portal may be at work'),
    ).toBeInTheDocument();
  });

  it('asks for approval where the environment wants it, and never for a rescue', async () => {
    const api = new FakeHelmApi();
    const read = api.entityReleases.bind(api);
    jest.spyOn(api, 'entityReleases').mockImplementation(async ref => {
      const releases = await read(ref);
      return {
        ...releases,
        targets: releases.targets.map(target => ({
          ...target,
          environment: {
            ...target.environment,
            policy: {
              ...target.environment.policy,
              approvals: {
                required: 1,
                approvers: ['group:default/platform'],
                selfApproval: false,
                breakGlass: false,
                expirySeconds: 86_400,
              },
            },
          },
        })),
      };
    });
    const dialog = await open(
      'storefront',
      'storefront in staging is locked',
      api,
    );
    expect(
      dialog.getByRole('button', { name: 'Roll back to revision 28' }),
    ).toBeInTheDocument();
    await userEvent.click(
      dialog.getByRole('radio', { name: /^Finish the upgrade/ }),
    );
    expect(
      await dialog.findByRole('button', { name: /^Request/ }),
    ).toBeInTheDocument();
  });

  it('says why there is no preview, and makes it again', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'createPlan').mockRejectedValueOnce(denied);
    const dialog = await open(
      'storefront',
      'storefront in staging is locked',
      api,
    );
    expect(
      await dialog.findByText('No preview could be made.'),
    ).toBeInTheDocument();
    await userEvent.click(dialog.getByRole('button', { name: 'Try again' }));
    expect(
      await dialog.findByText('Preview: roll back to revision 28'),
    ).toBeInTheDocument();
  });
});

describe('the way to the doctor', () => {
  it('is where a Helm outside of the portal is at work', async () => {
    show('checkout');
    const card = within(
      await screen.findByRole('article', { name: 'staging/checkout' }),
    );
    expect(
      card.getByRole('link', { name: 'See who is at work' }),
    ).toHaveAttribute('href', expect.stringContaining('unlock='));
  });

  it('is the one button of a locked release’s card', async () => {
    show('storefront');
    const card = within(
      await screen.findByRole('article', { name: 'staging/storefront' }),
    );
    expect(card.getByText('Locked')).toBeInTheDocument();
    await userEvent.click(card.getByRole('button', { name: 'Unlock…' }));
    expect(
      await screen.findByRole('dialog', {
        name: 'storefront in staging is locked',
      }),
    ).toBeInTheDocument();
  });

  it('is in the card’s remark of a lost and of a failed first release', async () => {
    show('gateway');
    const lost = within(
      await screen.findByRole('article', { name: 'staging/gateway' }),
    );
    expect(lost.getByText(/Helm has no record of it/)).toBeInTheDocument();
    expect(
      lost.getByRole('link', { name: 'Why is it stuck?' }),
    ).toHaveAttribute('href', expect.stringContaining('unlock='));
    const failed = within(
      screen.getByRole('article', { name: 'staging/pricing' }),
    );
    expect(
      failed.getByRole('link', { name: 'See the ways out' }),
    ).toBeInTheDocument();
  });
});
