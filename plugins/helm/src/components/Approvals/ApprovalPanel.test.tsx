import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  HelmApiError,
  type Approval,
  type Operation,
} from '@backstage-helm/plugin-helm-common';
import { awaiting } from '../../../dev/fake/awaiting';
import { FakeHelmApi } from '../../../dev/fake/FakeHelmApi';
import { helmApiRef } from '../../api/helmApiRef';
import { rootRouteRef } from '../../routes';
import { ApprovalPanel } from './ApprovalPanel';

const approval = awaiting.approval as Approval;

function show(changes: Partial<Operation> = {}, api = new FakeHelmApi()) {
  const approve = jest.spyOn(api, 'approveOperation');
  const reject = jest.spyOn(api, 'rejectOperation');
  const onChanged = jest.fn();
  renderInTestApp(
    <ApprovalPanel
      operation={{ ...awaiting, ...changes }}
      onChanged={onChanged}
    />,
    {
      apis: [[helmApiRef, api]],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/helm': rootRouteRef,
      },
    },
  );
  return { approve, reject, onChanged };
}

const button = (name: string) => screen.findByRole('button', { name });

describe('ApprovalPanel', () => {
  it('says who asked, who approved, how many are missing and until when', async () => {
    show();
    expect(
      await screen.findByText('1 more approval needed'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 of 2 given')).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'user:default/dana' }),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('listitem')[0]).toHaveTextContent(
      'user:default/ana approved 10 min ago',
    );
    expect(screen.getByText(/Can be approved until/)).toBeInTheDocument();
    expect(screen.getByText(/Who asks can’t approve/)).toBeInTheDocument();
  });

  it('shows what would change, and approves exactly that', async () => {
    const { approve, onChanged } = show();
    expect(
      await screen.findByText(/storefront-cache is deleted and recreated/),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /Deployment storefront-web/ }),
    ).toBeInTheDocument();
    // Whoever approves has nothing to tick.
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    await userEvent.click(await button('Approve'));
    expect(approve).toHaveBeenCalledWith(awaiting.id, {
      planDigest: 'sha256:0',
    });
    expect(onChanged).toHaveBeenCalled();
  });

  it('approves nothing that was not shown', async () => {
    const { approve } = show({
      approval: { ...approval, planDigest: 'sha256:another' },
    });
    const approveButton = await button('Approve');
    await waitFor(() =>
      expect(approveButton).toHaveAccessibleDescription(/look at the new plan/),
    );
    await userEvent.click(approveButton);
    expect(approve).not.toHaveBeenCalled();
  });

  it('reads again and says why when it has changed meanwhile', async () => {
    const api = new FakeHelmApi();
    jest.spyOn(api, 'approveOperation').mockRejectedValue(
      new HelmApiError(
        {
          code: 'APPROVAL_STALE',
          message: 'Revision 18 is deployed now.',
        },
        { status: 409 },
      ),
    );
    const { onChanged } = show({}, api);
    await screen.findByText(/is deleted and recreated/);
    await userEvent.click(await button('Approve'));
    expect(
      await screen.findByText(/Revision 18 is deployed now/),
    ).toBeInTheDocument();
    expect(onChanged).toHaveBeenCalled();
  });

  it('lists what has changed since', async () => {
    show({
      approval: {
        ...approval,
        given: [],
        changedSince: ['The deployed revision is 18 instead of 17.'],
      },
    });
    expect(
      await screen.findByText('The deployed revision is 18 instead of 17.'),
    ).toBeInTheDocument();
    expect(screen.getByText('2 more approvals needed')).toBeInTheDocument();
  });

  it('says why one may not approve', async () => {
    const { approve } = show({
      actions: [
        {
          action: 'approve',
          allowed: false,
          reason: 'You asked for it: somebody else has to approve.',
        },
      ],
    });
    const off = await button('Approve');
    expect(off).toHaveAccessibleDescription(/somebody else has to approve/);
    await userEvent.click(off);
    expect(approve).not.toHaveBeenCalled();
    expect(
      screen.queryByRole('button', { name: 'Reject…' }),
    ).not.toBeInTheDocument();
  });

  it('rejects only with a reason', async () => {
    const { reject } = show();
    await userEvent.click(await button('Reject…'));
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(dialog.getByRole('alert')).toBeInTheDocument();
    expect(reject).not.toHaveBeenCalled();
    await userEvent.type(dialog.getByRole('textbox'), 'Not before Monday');
    await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
    expect(reject).toHaveBeenCalledWith(awaiting.id, {
      reason: 'Not before Monday',
    });
  });

  it('breaks the glass with a reason, and says that everybody is told', async () => {
    const { approve } = show();
    await screen.findByText(/is deleted and recreated/);
    await userEvent.click(await button('Break glass…'));
    const dialog = within(screen.getByRole('dialog'));
    expect(dialog.getByText(/the audit keeps it/)).toBeInTheDocument();
    await userEvent.type(dialog.getByRole('textbox'), 'The shop is down');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Break glass and run' }),
    );
    expect(approve).toHaveBeenCalledWith(awaiting.id, {
      planDigest: 'sha256:0',
      breakGlass: true,
      reason: 'The shop is down',
    });
  });

  it('keeps who approved, rejected or ran it without', async () => {
    show({
      status: 'superseded',
      overridesFreeze: true,
      supersededBy: '9a4w8u',
      approval: {
        ...approval,
        given: [
          ...approval.given,
          {
            by: 'user:default/pia',
            at: '2026-11-20T12:00:00Z',
            isBreakGlass: true,
            reason: 'The shop is down',
          },
        ],
        rejected: {
          by: 'user:default/mo',
          at: '2026-11-20T12:00:00Z',
          reason: 'Not before Monday',
        },
      },
    });
    expect(
      await screen.findByText(/ran it without the missing approvals/),
    ).toBeInTheDocument();
    expect(screen.getByText('“The shop is down”')).toBeInTheDocument();
    expect(screen.getByText('“Not before Monday”')).toBeInTheDocument();
    expect(screen.getByText('In spite of a freeze')).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Open it' })).toHaveAttribute(
      'href',
      '/helm/operations/9a4w8u',
    );
    expect(
      screen.queryByRole('button', { name: 'Approve' }),
    ).not.toBeInTheDocument();
  });
});
