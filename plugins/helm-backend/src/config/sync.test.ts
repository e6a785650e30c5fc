import { ConfigReader } from '@backstage/config';
import { readHelmConfig } from './readHelmConfig';

function read(environment: object, more: object = {}) {
  return readHelmConfig(
    new ConfigReader({
      helm: {
        environments: [
          {
            name: 'dev',
            cluster: 'a',
            connection: 'inCluster',
            namespace: '{system}-dev',
            ...environment,
          },
        ],
        ...more,
      },
    }),
  );
}

describe('sync', () => {
  it('is manual unless said otherwise', () => {
    const { environments, automation } = read({});
    expect(environments[0].sync).toMatchObject({
      mode: 'manual',
      install: false,
      maxChanges: 10,
      onDelete: 'keep',
    });
    expect(automation).toEqual([]);
  });

  it('lets the catalog do what the environment says, and no more', () => {
    const trustedLocations = ['https://git.example.com/acme/**'];
    const kinds = (sync: object) =>
      read({ sync: { mode: 'automatic', trustedLocations, ...sync } })
        .automation;
    expect(kinds({})).toEqual([
      { subject: 'system:catalog', environments: ['dev'], kinds: ['upgrade'] },
    ]);
    expect(kinds({ install: true, onDelete: 'uninstall' })[0].kinds).toEqual([
      'upgrade',
      'install',
      'uninstall',
    ]);
  });

  it('needs places to trust', () => {
    expect(() => read({ sync: { mode: 'automatic' } })).toThrow(
      'helm.environments[0].sync.trustedLocations must name',
    );
  });

  it.each(['!https://git.example.com/evil/**', 'acme/**', 'https://*/acme/**'])(
    'refuses %s, which trusts more than it seems to',
    glob =>
      expect(() =>
        read({
          sync: { mode: 'automatic', trustedLocations: ['https://a/**', glob] },
        }),
      ).toThrow('helm.environments[0].sync.trustedLocations[1] must'),
  );

  it('does not follow where nothing may be changed', () => {
    const sync = { mode: 'automatic', trustedLocations: ['https://a/**'] };
    expect(() => read({ sync, readOnly: true })).toThrow(
      'helm.environments[0].readOnly is true',
    );
  });

  it('refuses an alias that means another environment', () => {
    expect(() =>
      readHelmConfig(
        new ConfigReader({
          helm: {
            environments: ['dev', 'staging'].map(name => ({
              name,
              cluster: 'a',
              connection: 'inCluster',
              namespace: `{system}-${name}`,
              aliases: ['dev'],
            })),
          },
        }),
      ),
    ).toThrow("helm.environments[1].aliases[0] 'dev' already means");
  });

  it('names what a template reference must look like', () => {
    expect(() => read({}, { proposals: { template: 'change' } })).toThrow(
      'helm.proposals.template must be the full ref of a template',
    );
  });
});
