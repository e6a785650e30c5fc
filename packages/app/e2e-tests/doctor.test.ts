import { expect, test, type Page } from '@playwright/test';
import type { PlanRequest } from '@backstage-helm/plugin-helm-common';
import { asUser, type UserApi } from './support/asUser';
import { readState } from './support/environment';
import { expectAccessible } from './support/expectAccessible';
import { helmHistory, startHelm } from './support/helmCli';
import { card, confirm, openHelmTab } from './support/helmTab';
import { kubectl } from './support/kubectl';
import { begin, ended, operate } from './support/operate';
import { enterAs, enterAsDana } from './support/signIn';
import {
  expectStatus,
  killPortalsHelm,
  statusOf,
  withHeldObject,
  withoutNewPods,
} from './support/stuckRelease';
import { undeploy } from './support/undeploy';

const release = {
  cluster: 'nonprod',
  namespace: 'shop-dev',
  name: 'search-api',
};
const history = () => helmHistory('nonprod', 'shop-dev', 'search-api');
const locked = 'search-api in dev is locked';
const doctorAddress =
  '/catalog/default/component/search-api/helm?env=dev&unlock';

/** Begins a change that never gets ready, and kills the portal's Helm at it. */
async function killAt(
  api: UserApi,
  request: Omit<PlanRequest, 'release'>,
  status: string,
) {
  const operation = await withoutNewPods(release, async () => {
    const begun = await begin(
      api,
      { release, ...request },
      'SHOP-500 the node goes away',
    );
    await killPortalsHelm(release, status);
    return ended(api, begun.id);
  });
  expect(await statusOf(release)).toBe(status);
  return operation;
}

/** Follows the card of the locked release to the doctor. */
async function openDoctor(page: Page, title: string) {
  await openHelmTab(page, 'search-api', '?env=dev');
  await card(page, 'dev')
    .getByRole('button', { name: /^(Unlock…|Ways out…)$/ })
    .click();
  const dialog = page.getByRole('dialog', { name: title });
  await expect(dialog).toBeVisible();
  await expect(page).toHaveURL(/[?&]unlock/);
  return dialog;
}

/** Chooses a way out, waits for its preview, accepts it, says why and confirms. */
async function take(page: Page, way: string, reason: string) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: way, exact: true }).check();
  await expect(dialog.getByText(/^Preview: /).first()).toBeVisible();
  for (const tick of await dialog.getByLabel('I accept this').all()) {
    await tick.check();
  }
  await confirm(page, way, reason);
}

test.describe.serial('a stuck release is freed in the browser', () => {
  // Signed in once: Pia may do everything, Omar on call may free and roll back.
  let platform: Page;
  let onCall: Page;

  test.beforeAll(async ({ browser, request }) => {
    // Axe needs contexts of one's own making.
    platform = await (await browser.newContext()).newPage();
    onCall = await (await browser.newContext()).newPage();
    await Promise.all([
      enterAs(platform, 'Pia'),
      enterAs(onCall, 'Omar'),
      undeploy(request, 'search-api', 'dev'),
    ]);
  });

  test.afterAll(async () => {
    await platform.context().close();
    await onCall.context().close();
  });

  test('pending-install, left by the portal’s Helm: uninstalled and installed anew', async ({
    request,
  }) => {
    const pia = await asUser(request, 'pia');
    const left = await killAt(pia, { kind: 'install' }, 'pending-install');
    expect(left.status).toBe('interrupted');

    const page = platform;
    await page.goto(`/helm/operations/${left.id}`);
    await page.getByRole('button', { name: 'Why is it stuck?' }).click();
    await expect(page.getByRole('dialog', { name: locked })).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL(/\/helm\/operations\//);

    const dialog = await openDoctor(page, locked);
    await expect(
      dialog.getByRole('link', { name: `operation ${left.id}` }),
    ).toBeVisible();
    await expect(
      dialog.getByText('Nobody holds the release now'),
    ).toBeVisible();
    await expect(
      dialog.getByRole('radio', { name: /^Roll back/ }),
    ).toBeHidden();
    await expectAccessible(page, '[role="dialog"]');
    await take(page, 'Uninstall and install 1.1.0', 'SHOP-500 once more');
    await expectStatus(release, 'deployed');
    await expect(card(page, 'dev').getByText('In sync')).toBeVisible();
    expect(await history()).toHaveLength(1);
  });

  test('an outside Helm at work is waited for; killed, it leaves pending-upgrade: rolled back', async () => {
    const page = onCall;
    await page.goto(doctorAddress);
    await expect(page.getByText('Not locked any more')).toBeVisible();
    await withoutNewPods(release, async () => {
      const outside = startHelm(
        'nonprod',
        'upgrade',
        'search-api',
        'web-service',
        '--repo',
        readState().chartRepository,
        '--version=1.2.0',
        '--namespace=shop-dev',
        '--reuse-values',
        '--wait',
      );
      // The open dialog notices by itself.
      const working = page.getByRole('dialog', {
        name: 'search-api in dev is being worked on',
      });
      await expect(working.getByRole('radio', { name: 'Wait' })).toBeChecked();
      await expect(working.getByRole('radio')).toHaveCount(1);
      await expectStatus(release, 'pending-upgrade');
      outside.kill('SIGKILL');
    });

    // As soon as it is held for dead, the same dialog has the ways out.
    const dialog = page.getByRole('dialog', { name: locked });
    await expect(dialog).toBeVisible();
    await expect(
      dialog.getByText('Left by a Helm outside of the portal'),
    ).toBeVisible();
    await expect(
      dialog.getByRole('radio', { name: 'Roll back to revision 1' }),
    ).toBeChecked();
    await expect(dialog.getByText(/web-service-1\.2\.0/).first()).toBeVisible();
    await take(page, 'Roll back to revision 1', 'SHOP-501 back to work');
    await expectStatus(release, 'deployed');
    expect((await history()).at(-1)).toMatchObject({
      revision: 3,
      chart: 'web-service-1.1.0',
    });
  });

  test('pending-rollback: only unlocked, nothing in the cluster changes', async ({
    browser,
    request,
  }) => {
    const pia = await asUser(request, 'pia');
    await operate(
      pia,
      { release, kind: 'upgrade', version: '1.2.0' },
      'SHOP-502 the next one',
    );
    await killAt(pia, { kind: 'rollback', revision: 3 }, 'pending-rollback');

    const danas = await browser.newPage();
    await enterAsDana(danas);
    await danas.goto(doctorAddress);
    await expect(
      danas.getByText('You may look here, not unlock.'),
    ).toBeVisible();
    await danas.close();

    const page = onCall;
    const dialog = await openDoctor(page, locked);
    await dialog.getByRole('radio', { name: 'Only unlock' }).check();
    await expect(
      dialog.getByText('Nothing in the cluster changes', { exact: true }),
    ).toBeVisible();
    await take(page, 'Only unlock', 'SHOP-502 decide later');
    await expectStatus(release, 'failed');
    await page.goto(doctorAddress);
    await expect(page.getByText('Not locked any more')).toBeVisible();
  });

  test('uninstalling: the uninstall is finished', async ({ request }) => {
    const pia = await asUser(request, 'pia');
    await withHeldObject(
      release,
      'service/search-api-web-service',
      async () => {
        const { id } = await begin(
          pia,
          { release, kind: 'uninstall' },
          'SHOP-503 not needed',
        );
        await killPortalsHelm(release, 'uninstalling');
        await ended(pia, id);
      },
    );

    const page = platform;
    const dialog = await openDoctor(
      page,
      'search-api in dev is half uninstalled',
    );
    await expect(dialog.getByRole('radio', { name: /^Undo it/ })).toBeVisible();
    await take(page, 'Finish the uninstall', 'SHOP-503 to the end');
    await expectStatus(release, undefined);
    await expect(
      card(page, 'dev').getByText('Nothing runs here yet.'),
    ).toBeVisible();
  });

  test('a failed first install leads to the doctor too', async ({
    request,
  }) => {
    const pia = await asUser(request, 'pia');
    await killAt(pia, { kind: 'install' }, 'pending-install');
    await operate(pia, { release, kind: 'unlock' }, 'SHOP-504 mark as failed');
    await expectStatus(release, 'failed');

    const page = platform;
    await openHelmTab(page, 'search-api', '?env=dev');
    await card(page, 'dev')
      .getByRole('link', { name: 'See the ways out' })
      .click();
    await expect(
      page.getByRole('dialog', {
        name: 'The first install of search-api in dev failed',
      }),
    ).toBeVisible();
    await take(page, 'Install 1.1.0 again', 'SHOP-504 second try');
    await expectStatus(release, 'deployed');
  });

  test('a lost record is rebuilt over what runs', async ({ request }) => {
    await kubectl(
      'nonprod',
      'delete',
      'secret',
      '--namespace=shop-dev',
      '--selector=owner=helm,name=search-api',
    );
    const page = platform;
    await expect
      .poll(async () => {
        const pia = await asUser(request, 'pia');
        const answer = await pia.get(
          '/helm/clusters/nonprod/namespaces/shop-dev/releases/search-api/doctor',
        );
        return (await answer.json()).diagnosis;
      })
      .toBe('LostState');
    await openDoctor(page, 'search-api in dev has lost its record');
    await take(page, 'Rebuild the record as 1.1.0', 'SHOP-505 who did that');
    await expectStatus(release, 'deployed');
  });
});
