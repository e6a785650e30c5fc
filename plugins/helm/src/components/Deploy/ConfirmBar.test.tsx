import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  HelmApiError,
  type EnvironmentPolicy,
  type Plan,
} from '@backstage-helm/plugin-helm-common';
import { awaiting } from '../../../dev/fake/awaiting';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { environments } from '../../../dev/fake/targets';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { ConfirmBar } from './ConfirmBar';

const prod = environments[2];
const frozen = {
  title: 'Year end',
  start: '2026-12-20T00:00:00Z',
  end: '2027-01-03T00:00:00Z',
};

async function show(
  options: {
    api?: FakeHelmApi;
    policy?: Partial<EnvironmentPolicy>;
    kind?: 'upgrade' | 'rollback' | 'uninstall';
    mayOverride?: boolean;
  } = {},
) {
  const { api = new FakeHelmApi(), policy, kind = 'upgrade' } = options;
  const made = await api.createPlan({
    release: awaiting.release,
    kind,
    version: '2.3.1',
  });
  // Answers about permissions are remembered per release.
  const name = options.mayOverride ? 'pias' : 'danas';
  const plan: Plan = {
    ...made,
    findings: [],
    release: { ...made.release, name },
  };
  const create = jest.spyOn(api, 'createOperation');
  renderInTestApp(
    <ConfirmBar
      plan={plan}
      environment={{ ...prod, policy: { ...prod.policy, ...policy } }}
      accepted={new Set()}
      onPlanAgain={() => undefined}
      onAccepted={() => undefined}
    />,
    {
      apis: [
        [helmApiRef, api],
        [
          permissionApiRef,
          mockApis.permission({
            authorize: () =>
              options.mayOverride
                ? AuthorizeResult.ALLOW
                : AuthorizeResult.DENY,
          }),
        ],
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
  const why = await screen.findByRole('textbox', { name: /^Why/ });
  return { create, why };
}

const button = (name: string) => screen.getByRole('button', { name });

describe('ConfirmBar', () => {
  it('asks where others approve: how many, who, the freeze ahead and the promotion rule', async () => {
    const { create, why } = await show();
    expect(
      screen.getByText('Deploying to prod needs 1 approval'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'group:default/platform' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/You can’t approve your own/)).toBeInTheDocument();
    expect(screen.getByText(/“Stocktaking” freezes prod/)).toBeInTheDocument();
    expect(
      screen.getByText(/healthy in staging for 1 h can go to prod/),
    ).toBeInTheDocument();
    await userEvent.type(why, 'SHOP-1 carts');
    await userEvent.click(button('Request deploy'));
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ reason: 'SHOP-1 carts' }),
      expect.any(String),
    );
  });

  it('says what a reason must look like before it is sent', async () => {
    const { create, why } = await show();
    await userEvent.type(why, 'carts');
    await userEvent.click(button('Request deploy'));
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Begin with the ticket, such as SHOP-123.',
    );
    expect(create).not.toHaveBeenCalled();
  });

  it('is held by a freeze, and says who lifts it', async () => {
    const { create, why } = await show({ policy: { frozen } });
    await userEvent.type(why, 'SHOP-1 carts');
    expect(
      screen.getByText(
        /prod is frozen until 3 Jan 2027, 00:00 UTC: “Year end”/,
      ),
    ).toBeInTheDocument();
    expect(button('Request deploy')).toHaveAccessibleDescription(
      /helm\.freeze\.override/,
    );
    await userEvent.click(button('Request deploy'));
    expect(create).not.toHaveBeenCalled();
  });

  it('passes over a freeze only with the tick of somebody who may', async () => {
    const { create, why } = await show({
      policy: { frozen },
      mayOverride: true,
    });
    await userEvent.type(why, 'SHOP-1 carts');
    const tick = await screen.findByRole('checkbox', {
      name: 'Deploy in spite of the freeze',
    });
    expect(button('Request deploy')).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(tick);
    await userEvent.click(button('Request deploy'));
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ overrideFreeze: true }),
      expect.any(String),
    );
  });

  it('lets a rollback through a freeze without approval', async () => {
    const { create, why } = await show({
      policy: { frozen },
      kind: 'rollback',
    });
    expect(
      screen.getByText(/a revision that succeeded needs no approval/),
    ).toBeInTheDocument();
    await userEvent.type(why, 'SHOP-1 carts');
    await userEvent.click(screen.getByRole('button', { name: /^Roll back/ }));
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('offers to replace a request that waits', async () => {
    const api = new FakeHelmApi();
    const refusal = new HelmApiError(
      {
        code: 'RELEASE_BUSY',
        message: 'Upgrade by user:default/dana waits for approval.',
      },
      { status: 409, details: { operation: awaiting.id } },
    );
    jest.spyOn(api, 'createOperation').mockRejectedValueOnce(refusal);
    const { create, why } = await show({ api });
    await userEvent.type(why, 'SHOP-1 carts');
    await userEvent.click(button('Request deploy'));
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Replace the waiting request',
      }),
    );
    expect(create).toHaveBeenLastCalledWith(
      expect.objectContaining({ replaces: awaiting.id }),
      expect.any(String),
    );
  });
});
