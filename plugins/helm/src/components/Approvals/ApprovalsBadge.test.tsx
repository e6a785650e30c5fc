import { screen, waitFor } from '@testing-library/react';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { ApprovalsBadge } from './ApprovalsBadge';

it('counts what waits for me, in words too', async () => {
  renderInTestApp(<ApprovalsBadge />, {
    apis: [[helmApiRef, new FakeHelmApi()]],
  });
  expect(
    await screen.findByRole('img', {
      name: '1 request waits for your approval',
    }),
  ).toHaveAttribute('data-count', '1');
});

it('is not there when nothing waits', async () => {
  const api = new FakeHelmApi();
  const list = jest.spyOn(api, 'operations').mockResolvedValue({ items: [] });
  renderInTestApp(<ApprovalsBadge />, { apis: [[helmApiRef, api]] });
  await waitFor(() => expect(list).toHaveBeenCalled());
  expect(screen.queryByRole('img')).not.toBeInTheDocument();
});
