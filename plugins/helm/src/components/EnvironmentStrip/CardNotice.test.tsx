import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { awaiting } from '../../../dev/fake/awaiting';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { failed } from '../../../dev/fake/operations';
import { storefront } from '../../../dev/fake/targets';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { CardNotice } from './CardNotice';

const prod = storefront[2];
const frozen = {
  title: 'Year end',
  start: '2026-12-20T00:00:00Z',
  end: '2027-01-03T00:00:00Z',
};

function show(changes: Partial<Target>) {
  renderInTestApp(
    <CardNotice target={{ ...prod, ...changes }} targetKey="prod" />,
    {
      apis: [[helmApiRef, new FakeHelmApi()]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

const inFreeze = {
  ...prod.environment,
  policy: { ...prod.environment.policy, frozen },
};

describe('CardNotice', () => {
  it('leads from what waits for approval to the request', async () => {
    show({ activeOperation: awaiting, environment: inFreeze });
    expect(await screen.findByText('Waits for 1 approval')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'group:default/platform' }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Open the request' }),
    ).toHaveAttribute('href', `/helm/operations/${awaiting.id}`);
    expect(screen.queryByText(/Frozen/)).not.toBeInTheDocument();
  });

  it('shows a failure before a freeze', async () => {
    show({ lastOperation: failed, environment: inFreeze });
    expect(await screen.findByText('See why')).toBeInTheDocument();
    expect(screen.queryByText(/Frozen/)).not.toBeInTheDocument();
  });

  it('does not hold a rejected request against the release', async () => {
    show({
      lastOperation: {
        ...awaiting,
        status: 'denied',
        approval: {
          ...awaiting.approval!,
          rejected: { by: 'user:default/mo', at: frozen.start, reason: 'No' },
        },
      },
      environment: inFreeze,
    });
    expect(await screen.findByText(/^Frozen until/)).toBeInTheDocument();
    expect(screen.queryByText('See why')).not.toBeInTheDocument();
  });

  it('shows the freeze that holds', async () => {
    show({ environment: inFreeze });
    expect(
      await screen.findByText('Frozen until 3 Jan 2027, 00:00 UTC'),
    ).toBeInTheDocument();
    expect(screen.getByText('“Year end”')).toBeInTheDocument();
  });

  it('shows the next freeze ahead', async () => {
    const policy = {
      ...prod.environment.policy,
      freezesAhead: [frozen],
    };
    show({ environment: { ...prod.environment, policy } });
    expect(
      await screen.findByText('Frozen from 20 Dec 2026, 00:00 UTC'),
    ).toBeInTheDocument();
  });
});
