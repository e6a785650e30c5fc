import { relative } from 'node:path';
import { findOnPath } from './commands.mjs';
import { ROOT } from './paths.mjs';
import { print } from './terminal.mjs';

const FIRST_ENTITY = '/catalog/default/component/storefront/helm';

/** Tells where the portal is, what to open first, who one is, and how Helm shows the same. */
export async function greet(portal) {
  const { address, details, tools, isOwn, telemetryPort } = portal;
  const user = await guestOf(address);
  const lines = ['', `  The portal is at        ${address}`];
  if (!isOwn) {
    lines.push(`  Open this entity first  ${address}${FIRST_ENTITY}`);
  }
  lines.push(`  You are signed in as    ${user}`);
  if (telemetryPort) {
    lines.push(
      `  Its metrics are at      http://127.0.0.1:${telemetryPort}/metrics`,
    );
  }
  const oneLiners = isOwn ? [] : helmLines(details, tools);
  if (oneLiners.length > 0) {
    lines.push('', "  The releases with Helm's own CLI:", ...oneLiners);
  }
  lines.push('', '  Ctrl-C ends everything.', '');
  print(lines.join('\n'));
}

async function guestOf(address) {
  const response = await fetch(`${address}/api/auth/guest/refresh`, {
    method: 'POST',
  });
  if (!response.ok) {
    return `nobody: guest sign-in answered ${response.status}`;
  }
  const { backstageIdentity } = await response.json();
  return `${backstageIdentity.identity.userEntityRef} (others are in the chooser of the sign-in page)`;
}

function helmLines(details, tools) {
  const found = findOnPath('helm');
  const helm = found === tools.helm ? 'helm' : tools.helm;
  return kubeconfigsOf(details).map(
    ([, file]) => `    ${helm} list -A --kubeconfig ${relative(ROOT, file)}`,
  );
}

function kubeconfigsOf(details) {
  return (details?.clusters ?? [])
    .filter(({ kubeconfig }) => kubeconfig)
    .map(({ name, kubeconfig }) => [name, kubeconfig]);
}
