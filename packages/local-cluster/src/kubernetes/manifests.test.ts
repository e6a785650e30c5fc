import { parseAllDocuments } from 'yaml';
import { findRepository } from '../repository.ts';
import { clusterManifests, fillPlaceholders } from './manifests.ts';

async function objectsOf(cluster: string) {
  const waves = await clusterManifests({
    repository: findRepository(),
    cluster,
    podLogs: '/logs',
  });
  return parseAllDocuments(waves.join('\n---\n')).map(document =>
    document.toJS(),
  );
}

it('refuses a placeholder without a value', () => {
  expect(() => fillPlaceholders('${A}${B}', { A: '1' })).toThrow('${B}');
});

it('gives readers no right to change anything but to ask for deployer tokens', async () => {
  const roles = (await objectsOf('nonprod')).filter(({ kind }) =>
    ['Role', 'ClusterRole'].includes(kind),
  );
  const writing = roles.filter(({ rules }) =>
    rules.some((rule: { verbs: string[] }) =>
      rule.verbs.some(verb => !['get', 'list', 'watch'].includes(verb)),
    ),
  );
  const names = new Set(writing.map(({ metadata }) => metadata.name));
  expect([...names].sort()).toEqual([
    'helm-baseline',
    'helm-baseline-minter',
    'helm-deployer',
    'helm-namespace-creator-payments-dev',
    'helm-namespace-creator-shop-dev',
    'helm-token-minter',
  ]);
  expect(
    roles.find(({ metadata }) => metadata.name === 'helm-token-minter').rules,
  ).toEqual([
    {
      apiGroups: [''],
      resources: ['serviceaccounts/token'],
      resourceNames: ['helm-deployer'],
      verbs: ['create'],
    },
  ]);
});

it('lets only dev create namespaces, and no rule says "everything"', async () => {
  const objects = await objectsOf('prod');
  expect(JSON.stringify(objects)).not.toContain('"*"');
  expect(
    objects.some(({ metadata }) => metadata.name.includes('namespace-creator')),
  ).toBe(false);
});
