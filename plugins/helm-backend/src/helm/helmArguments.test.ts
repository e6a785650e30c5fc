import fc from 'fast-check';
import {
  changeArguments,
  renderArguments,
  rollbackArguments,
  testArguments,
  uninstallArguments,
} from './helmArguments';

const settings = {
  version: 4 as const,
  wait: 'watcher' as const,
  serverSide: 'auto' as const,
  forceConflicts: false,
  rollbackStateful: false,
  crds: 'create' as const,
};
const base = {
  major: 4 as const,
  namespace: 'shop-dev',
  name: 'storefront',
  context: 'operation',
  timeoutSeconds: 300,
  wait: true,
  settings,
};
const change = {
  ...base,
  verb: 'upgrade' as const,
  chartPath: '/w/charts/abc.tgz',
  historyMax: 10,
  createNamespace: true,
  skipSchema: false,
  operationId: 'op-1',
  description: 'Upgraded by user:default/ana: new banner',
};

describe('helmArguments', () => {
  it('upgrades with Helm 4', () => {
    expect(changeArguments(change)).toEqual([
      'upgrade',
      '--namespace=shop-dev',
      '--kube-context=operation',
      '--timeout=300s',
      '--wait=watcher',
      '--server-side=auto',
      '--values=-',
      '--reset-values',
      '--history-max=10',
      '--hide-notes',
      '--labels=helm-release/operation=op-1',
      '--description=Upgraded by user:default/ana: new banner',
      '--',
      'storefront',
      '/w/charts/abc.tgz',
    ]);
  });

  it('installs with Helm 3 without what only Helm 4 knows', () => {
    const argv = changeArguments({ ...change, major: 3, verb: 'install' });
    expect(argv).toContain('--wait');
    expect(argv).toContain('--create-namespace');
    expect(argv.join(' ')).not.toMatch(/server-side|history-max|reset-values/);
  });

  it('installs over a kept history by upgrade --install', () => {
    const argv = changeArguments({ ...change, verb: 'replace' });
    expect(argv.slice(0, 2)).toEqual(['upgrade', '--install']);
  });

  it('gives Helm 4 a boolean for server-side on install', () => {
    expect(changeArguments({ ...change, verb: 'install' })).toContain(
      '--server-side=true',
    );
  });

  it('describes a rollback only where Helm keeps it', () => {
    const options = {
      ...base,
      revision: 3,
      historyMax: 10,
      description: 'why',
    };
    expect(rollbackArguments(options)).toContain('--description=why');
    expect(rollbackArguments({ ...options, major: 3 }).join(' ')).not.toContain(
      'description',
    );
    expect(rollbackArguments(options).slice(-3)).toEqual([
      '--',
      'storefront',
      '3',
    ]);
  });

  it('never asks Helm to roll back by itself, nor names a repository', () => {
    const all = [
      changeArguments(change),
      changeArguments({ ...change, major: 3, verb: 'install' }),
      rollbackArguments({
        ...base,
        revision: 1,
        historyMax: 1,
        description: '',
      }),
      uninstallArguments({ ...base, keepHistory: true, description: '' }),
      testArguments(base),
    ].flat();
    expect(all.join(' ')).not.toMatch(
      /--(atomic|rollback-on-failure|set|repo|password|post-renderer|enable-dns|devel|dependency-update)/,
    );
  });

  it('2. user data is behind -- or inside one token that begins with our flag', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '--post-renderer=/bin/sh',
        '-f',
        '--kube-apiserver=http://evil',
        'a\u0000--set',
        'a\n--set x=y',
        '--',
      ),
    );
    const known = (argv: string[], positionals: number) => {
      const end = argv.length - positionals - 1;
      expect(argv[end]).toBe('--');
      return argv.slice(0, end).map(token => token.split('=')[0]);
    };
    fc.assert(
      fc.property(hostile, hostile, hostile, (name, namespace, text) => {
        const release = { ...base, name, namespace };
        const argvs: [string[], string[], number][] = [
          [
            changeArguments({ ...change, ...release, description: text }),
            changeArguments(change),
            2,
          ],
          [
            rollbackArguments({
              ...release,
              revision: 1,
              historyMax: 5,
              description: text,
            }),
            rollbackArguments({
              ...base,
              revision: 1,
              historyMax: 5,
              description: '',
            }),
            2,
          ],
          [
            uninstallArguments({
              ...release,
              keepHistory: false,
              description: text,
            }),
            uninstallArguments({
              ...base,
              keepHistory: false,
              description: '',
            }),
            1,
          ],
          [
            renderArguments({
              ...release,
              chartPath: '/c',
              isUpgrade: true,
              skipSchema: false,
              kubeVersion: text,
              apiVersions: ['v1', text],
            }),
            renderArguments({
              ...base,
              chartPath: '/c',
              isUpgrade: true,
              skipSchema: false,
              kubeVersion: 'v1.36.0',
              apiVersions: ['v1'],
            }),
            2,
          ],
        ];
        for (const [argv, harmless, positionals] of argvs) {
          const flags = known(argv, positionals).filter(
            flag => flag !== '--kube-version',
          );
          const expected = known(harmless, positionals).filter(
            flag => flag !== '--kube-version',
          );
          expect(flags).toEqual(expected);
          expect(argv.filter(t => t.startsWith('--d')).join()).not.toContain(
            '\u0000',
          );
        }
      }),
      { numRuns: 10_000 },
    );
  });
});
