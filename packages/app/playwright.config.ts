import { defineConfig } from '@playwright/test';

/**
 * Browser tests against a portal that runs already. Environment:
 * `PORTAL_URL`, `HELM_TEST_STATE` (state.json of its local clusters) and, where
 * Playwright has no browser of its own, `CHROMIUM_PATH`.
 */
export default defineConfig({
  testDir: './e2e-tests',
  globalSetup: './e2e-tests/support/seedExamples.ts',
  outputDir: '../../.local/e2e-results',
  // The tests share one set of clusters.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    baseURL: process.env.PORTAL_URL ?? 'http://127.0.0.1:7007',
    viewport: { width: 1280, height: 900 },
    colorScheme: 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH || undefined,
      // No sandbox in containers; no calls home.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
