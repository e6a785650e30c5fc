import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { HelmApiError, type Target } from '@backstage-helm/plugin-helm-common';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { failed } from '../../../dev/fake/operations';
import { syncs } from '../../../dev/fake/syncs';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { EntityHelmContent } from '../EntityContent/EntityHelmContent';

/** The tab with those releases of the fake portal, in an environment each. */
function show(
  names: string[],
  { api = new FakeHelmApi(), change = (target: Target) => target } = {},
) {
  const original = api.entityReleases.bind(api);
  jest.spyOn(api, 'entityReleases').mockImplementation(async () => {
    const all = await original('component:default/newsletter');
    return {
      ...all,
      targets: all.targets
        .filter(({ release }) => names.includes(release?.name ?? ''))
        .map(target => ({
          ...target,
          environment: { ...target.environment, name: target.release!.name },
        }))
        .map(change),
    };
  });
  renderInTestApp(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Component',
        metadata: { name: 'newsletter', namespace: 'default' },
      }}
    >
      <EntityHelmContent />
    </EntityProvider>,
    {
      apis: [[helmApiRef, api]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
  return api;
}

const card = async (name: string) =>
  within(await screen.findByRole('article', { name }));

const refOf = (name: string) =>
  syncs.find(({ release }) => release?.name === name)?.release;

describe('automatic sync on the entity tab', () => {
  it('says who rolled back, when and why, and resumes', async () => {
    const api = show(['paused', 'synced']);
    const resume = jest.spyOn(api, 'resumeSync');
    const paused = await card('paused');
    expect(paused.getByText('auto-sync: paused')).toBeInTheDocument();
    expect(
      paused.getByText((_, element) =>
        /^Rolled back by user:default\/dana, automatic sync paused\.$/.test(
          element?.tagName === 'STRONG' ? element.textContent ?? '' : '',
        ),
      ),
    ).toBeInTheDocument();
    expect(paused.getByText('20 min ago')).toBeInTheDocument();
    expect(paused.getByText('“SHOP-482 carts are lost”')).toBeInTheDocument();
    expect(
      paused.getByRole('link', { name: 'See the operation' }),
    ).toHaveAttribute('href', '/helm/operations/8e19qd');
    const synced = await card('synced');
    expect(
      synced.queryByRole('button', { name: 'Resume sync' }),
    ).not.toBeInTheDocument();

    await userEvent.click(paused.getByRole('button', { name: 'Resume sync' }));
    expect(resume).toHaveBeenCalledWith(refOf('paused'));
    expect(await paused.findByText('auto-sync: pending')).toBeInTheDocument();
    expect(paused.queryByText(/automatic sync paused/)).not.toBeInTheDocument();
  });

  it('says above the cards why it was not resumed', async () => {
    const api = show(['paused']);
    jest
      .spyOn(api, 'resumeSync')
      .mockRejectedValue(
        new HelmApiError(
          { code: 'NOT_ALLOWED', message: 'It needs helm.release.sync.' },
          { status: 403 },
        ),
      );
    const paused = await card('paused');
    await userEvent.click(paused.getByRole('button', { name: 'Resume sync' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Automatic sync was not resumed. It needs helm.release.sync.',
    );
    expect(paused.getByText('auto-sync: paused')).toBeInTheDocument();
  });

  it('keeps the button and says who may resume', async () => {
    const api = show(['paused-and-denied']);
    const resume = jest.spyOn(api, 'resumeSync');
    const off = (await card('paused-and-denied')).getByRole('button', {
      name: 'Resume sync',
    });
    expect(off).toHaveAccessibleDescription(/ask group:default\/platform/);
    await userEvent.click(off);
    expect(resume).not.toHaveBeenCalled();
  });

  it('says who paused it and who uninstalled', async () => {
    show(['paused-by-hand', 'uninstalled']);
    expect(
      (await card('paused-by-hand')).getByText(/Automatic sync paused by/),
    ).toHaveTextContent('Automatic sync paused by user:default/omar.');
    expect(
      (await card('uninstalled')).getByText(/Uninstalled by/),
    ).toHaveTextContent(
      'Uninstalled by user:default/dana, automatic sync paused.',
    );
  });

  it('says why it stopped, and tries again', async () => {
    const api = show(['stopped']);
    const resume = jest.spyOn(api, 'resumeSync');
    const stopped = await card('stopped');
    expect(
      stopped.getByText('Automatic sync stopped after 3 attempts.'),
    ).toBeInTheDocument();
    expect(stopped.getByText(/never became ready/)).toBeInTheDocument();
    expect(stopped.getByRole('link', { name: 'See why' })).toHaveAttribute(
      'href',
      '/helm/operations/8e19qd',
    );
    await userEvent.click(stopped.getByRole('button', { name: 'Try again' }));
    expect(resume).toHaveBeenCalledWith(refOf('stopped'));
  });

  it('says what it waits for, when it tries again, and what the brake holds', async () => {
    show(['waiting', 'backing-off', 'held']);
    expect(
      (await card('waiting')).getByText(/database comes first/),
    ).toHaveTextContent('It goes on when postgres is healthy as declared.');
    const backingOff = await card('backing-off');
    expect(backingOff.getByText('Attempt 1 of 3 failed.')).toBeInTheDocument();
    expect(
      backingOff.getByText(/tries again in 1 m \d\d s/),
    ).toBeInTheDocument();
    expect(
      (await card('held')).getByRole('link', { name: 'Review and continue' }),
    ).toHaveAttribute('href', '/helm/environments?held=held');
  });

  it('shows the newer failure rather than the older pause', async () => {
    show(['paused'], {
      change: target => ({
        ...target,
        lastOperation: { ...failed, createdAt: new Date().toISOString() },
      }),
    });
    const paused = await card('paused');
    expect(paused.getByText(/^Upgrade to 2\.5\.0 failed/)).toBeInTheDocument();
    expect(paused.getByText('auto-sync: paused')).toBeInTheDocument();
  });

  it('pauses only with a reason', async () => {
    const api = show(['synced']);
    const pause = jest.spyOn(api, 'pauseSync');
    await userEvent.click(
      (await card('synced')).getByRole('button', { name: /More actions/ }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Pause sync…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', {
        name: 'Pause automatic sync of synced in synced',
      }),
    );
    await userEvent.click(dialog.getByRole('button', { name: 'Pause sync' }));
    expect(dialog.getByRole('alert')).toBeInTheDocument();
    expect(pause).not.toHaveBeenCalled();
    await userEvent.type(dialog.getByRole('textbox'), 'SHOP-500 campaign');
    await userEvent.click(dialog.getByRole('button', { name: 'Pause sync' }));
    expect(pause).toHaveBeenCalledWith(refOf('synced'), {
      reason: 'SHOP-500 campaign',
    });
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
    expect(
      await (await card('synced')).findByText(/Automatic sync paused by/),
    ).toBeInTheDocument();
  });

  it('names the catalog as who deployed, with the commit', async () => {
    show(['synced']);
    const synced = await card('synced');
    expect(synced.getByText('Upgraded by Catalog')).toBeInTheDocument();
    expect(
      synced.getByText('“Commit 4f9c2ab of acme/newsletter”'),
    ).toBeInTheDocument();
  });

  it('goes from what differs to the diff, and by one click to the review', async () => {
    const api = show(['pending']);
    const plan = jest.spyOn(api, 'createPlan');
    const pending = await card('pending');
    expect(pending.getByRole('link', { name: /^See diff/ })).toHaveAttribute(
      'href',
      expect.stringMatching(/env=pending&tab=manifest&diff=declared$/),
    );
    await userEvent.click(
      pending.getByRole('button', { name: 'Deploy 2.5.0…' }),
    );
    const dialog = within(
      await screen.findByRole('dialog', { name: 'Deploy pending to pending' }),
    );
    expect(
      await dialog.findByRole('button', { name: 'Deploy 2.5.0 to staging' }),
    ).toBeInTheDocument();
    expect(plan).toHaveBeenCalledTimes(1);
    expect(plan).toHaveBeenCalledWith({
      release: refOf('pending'),
      kind: 'upgrade',
      version: '2.5.0',
    });
  });

  it('shows what to mend when the plan of the declaration fails', async () => {
    const api = new FakeHelmApi();
    jest
      .spyOn(api, 'createPlan')
      .mockRejectedValue(
        new HelmApiError(
          { code: 'RENDER_FAILED', message: 'image.tag is required' },
          { status: 422 },
        ),
      );
    show(['pending'], { api });
    await userEvent.click(
      (await card('pending')).getByRole('button', { name: 'Deploy 2.5.0…' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'image.tag is required',
    );
    expect(
      screen.getByRole('button', { name: 'Review changes' }),
    ).toBeInTheDocument();
  });
});
