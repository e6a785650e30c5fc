import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { prepareOwnClusters } from './ownClusters.mjs';

const KUBECONFIG = {
  contexts: [
    {
      name: 'kind-a',
      context: { cluster: 'a', user: 'ada', namespace: 'web' },
    },
    { name: 'cloud', context: { cluster: 'b', user: 'cloud' } },
  ],
  clusters: [
    { name: 'a', cluster: { server: 'https://127.0.0.1:6443' } },
    { name: 'b', cluster: { server: 'https://k8s.example.com' } },
  ],
  users: [
    { name: 'ada', user: { 'client-certificate-data': 'DATA+OMITTED' } },
    { name: 'cloud', user: { exec: { command: 'cloud-login' } } },
  ],
};

// Plays kubectl: shows the kubeconfig, knows who one is, and notes what it was asked.
const KUBECTL = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/asked"
case "$1" in
  config) cat "$(dirname "$0")/kubeconfig.json" ;;
  auth) echo '{"status":{"userInfo":{"username":"ada","groups":["team-web"]}}}' ;;
esac
`;

describe('prepareOwnClusters', () => {
  let state;
  let kubectl;

  before(async () => {
    state = await mkdtemp(join(tmpdir(), 'own-'));
    kubectl = join(state, 'kubectl');
    await writeFile(kubectl, KUBECTL);
    await chmod(kubectl, 0o755);
    await writeFile(join(state, 'kubeconfig.json'), JSON.stringify(KUBECONFIG));
  });
  after(() => rm(state, { recursive: true }));

  const prepare = async (environments, flags = {}) => {
    const own = { kubeconfig: '/k', environments, ...flags };
    const file = await prepareOwnClusters(own, { kubectl, state });
    return JSON.parse(await readFile(file, 'utf8')).helm.environments;
  };
  const a = { name: 'dev', context: 'kind-a' };
  const cloud = { name: 'prod', context: 'cloud', namespace: 'payments' };

  test('is read-only, and watches what it was given', async () => {
    const [dev] = await prepare([a]);
    assert.deepEqual(dev, {
      name: 'dev',
      default: true,
      connection: { kubeconfig: '/k', context: 'kind-a' },
      identity: { allowAdmin: true },
      namespace: 'web',
      namespaces: [{ match: '*' }],
      watch: 'cluster',
      readOnly: true,
    });
  });

  test('changes only when they are allowed', async () => {
    const [dev] = await prepare([{ ...a, namespace: 'shop' }], {
      allowChanges: true,
    });
    assert.equal(dev.readOnly, false);
    assert.deepEqual(
      [dev.namespace, dev.namespaces, dev.watch],
      ['shop', [{ match: 'shop' }], 'namespaces'],
    );
  });

  test('runs an exec plugin only when it is allowed', async () => {
    await rm(join(state, 'asked'), { force: true });
    await assert.rejects(
      prepare([a, cloud]),
      /Context cloud signs in by running "cloud-login"\.\nAllow that with --allow-exec/,
    );
    const asked = await readFile(join(state, 'asked'), 'utf8');
    assert.match(asked, /^config view --kubeconfig \/k -o json\n$/);
    const [, prod] = await prepare([a, cloud], { allowExec: true });
    assert.equal(prod.connection.allowExec, true);
  });

  test('names the contexts that there are', async () => {
    await assert.rejects(
      prepare([{ name: 'dev', context: 'kind-b' }]),
      /--environment dev: .* no context "kind-b" \(it has: kind-a, cloud\)/,
    );
  });
});
