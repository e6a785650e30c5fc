import { renderInTestApp } from '@backstage/frontend-test-utils';
import type { JsonObject } from '@backstage/types';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PortalSignInPage } from './PortalSignInPage';
import { rememberedChoice } from './SignInChoice';

const session = {
  profile: {},
  backstageIdentity: {
    token: 'a.e30.c',
    identity: {
      type: 'user',
      userEntityRef: 'user:default/omar',
      ownershipEntityRefs: ['user:default/omar'],
    },
  },
};

async function open(auth: object = {}) {
  const onSignInSuccess = jest.fn();
  await renderInTestApp(
    <PortalSignInPage onSignInSuccess={onSignInSuccess} />,
    { config: { backend: { baseUrl: 'http://portal' }, auth } as JsonObject },
  );
  return onSignInSuccess;
}

const omar = {
  providers: {
    'example-user': {
      users: [{ name: 'omar', title: 'Omar', role: 'On call' }],
    },
  },
};

describe('PortalSignInPage', () => {
  const fetchMock = jest.spyOn(global, 'fetch');
  beforeEach(() =>
    fetchMock.mockImplementation(async () => Response.json(session)),
  );
  afterEach(() => {
    window.localStorage.clear();
    fetchMock.mockReset();
  });

  it('offers only the guest where no example users are configured', async () => {
    await open();
    expect(
      screen.getByRole('button', { name: 'Enter as Dana (developer)' }),
    ).toBeVisible();
    expect(screen.queryByText('Other example users')).toBeNull();
  });

  it('signs in as the chosen example user', async () => {
    const onSignInSuccess = await open(omar);
    await userEvent.click(
      screen.getByRole('button', { name: /Enter as Omar/ }),
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    const [url, init] = fetchMock.mock.calls[0];
    expect(String(url)).toContain('/api/auth/example-user/refresh');
    expect(new Headers(init?.headers).get('X-Example-User')).toBe('omar');
  });

  it('asks again after signing out', async () => {
    const onSignInSuccess = await open(omar);
    await userEvent.click(
      screen.getByRole('button', { name: /Enter as Omar/ }),
    );
    await waitFor(() => expect(onSignInSuccess).toHaveBeenCalled());
    expect(rememberedChoice.read(window.localStorage)).toBeDefined();
    await onSignInSuccess.mock.calls[0][0].signOut();
    expect(rememberedChoice.read(window.localStorage)).toBeUndefined();
  });

  it('shows why sign-in was refused and lets one choose again', async () => {
    fetchMock.mockImplementation(async () =>
      Response.json(
        { error: { name: 'NotAllowedError', message: 'Not an example user' } },
        { status: 403 },
      ),
    );
    await open(omar);
    await userEvent.click(
      screen.getByRole('button', { name: /Enter as Omar/ }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Choose again' }),
    );
    expect(
      screen.getByRole('button', { name: 'Enter as Dana (developer)' }),
    ).toBeVisible();
  });
});
