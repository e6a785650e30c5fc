import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { Target } from '@backstage-helm/plugin-helm-common';
import { storefront } from '../../../dev/fake/targets';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { Problems } from '../Base/Problems';
import { ReleaseFacts } from './ReleaseFacts';

const url =
  'https://git.example.com/acme/mailroom/raw/main/deploy/releases.yaml';

function show(declared: Partial<NonNullable<Target['declared']>>) {
  const base = storefront.find(target => target.declared)!;
  renderInTestApp(
    <ReleaseFacts
      target={{ ...base, declared: { ...base.declared!, ...declared } }}
    />,
    {
      apis: [[helmApiRef, new FakeHelmApi()]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
}

describe('ReleaseFacts', () => {
  it('names the document of a release, with its file, and what comes first', async () => {
    show({
      document: { format: 'flux-v2', name: 'sorter', url },
      dependsOn: [
        {
          name: 'inbox',
          release: { cluster: 'c', namespace: 'n', name: 'mailroom-inbox' },
          entityRef: 'component:default/mailroom',
        },
        { name: 'elsewhere' },
      ],
    });
    const link = await screen.findByRole('link', { name: /^sorter/ });
    expect(link).toHaveAttribute('href', url);
    expect(screen.getByText('Flux, in releases.yaml')).toBeInTheDocument();
    expect(screen.getByText('mailroom-inbox')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /mailroom/ })).toHaveAttribute(
      'href',
      '/catalog/default/component/mailroom',
    );
    expect(screen.getByText('elsewhere')).toBeInTheDocument();
  });

  it('says nothing of documents where annotations declare', async () => {
    show({});
    expect(await screen.findByText('Declared in')).toBeInTheDocument();
    expect(screen.queryByText('Document')).not.toBeInTheDocument();
    expect(screen.queryByText('Comes after')).not.toBeInTheDocument();
  });
});

describe('Problems', () => {
  it('names the version to pin', async () => {
    renderInTestApp(
      <Problems
        problems={[
          {
            code: 'VERSION_NOT_EXACT',
            message: '"1.x" is not one exact version.',
            wayOut: 'Pin the newest match: 1.4.2.',
            suggestion: { version: '1.4.2' },
          },
        ]}
      />,
    );
    expect(
      await screen.findByText(/newest match: 1\.4\.2/),
    ).toBeInTheDocument();
  });
});
