import { render, screen } from '@testing-library/react';
import App from './App';

describe('App', () => {
  it('starts with the sign-in page', async () => {
    process.env = {
      NODE_ENV: 'test',
      APP_CONFIG: [
        {
          data: {
            app: { title: 'Test portal', baseUrl: 'http://localhost' },
            backend: { baseUrl: 'http://localhost' },
          },
          context: 'test',
        },
      ] as any,
    };
    render(App.createRoot());
    expect(
      await screen.findByRole(
        'button',
        { name: 'Enter as Dana (developer)' },
        { timeout: 10_000 },
      ),
    ).toBeVisible();
  });
});
