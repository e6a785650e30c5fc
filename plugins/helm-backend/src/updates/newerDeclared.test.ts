import { declaration, release } from '../plans/__testUtils__/planningWorld';
import { composeUpdate } from './composeUpdate';
import { newerDeclared, newerVersion } from './newerDeclared';

const published = (...versions: string[]) =>
  versions.map(version => ({
    version: version.replace('!', ''),
    deprecated: version.endsWith('!'),
    isPrerelease: version.includes('-'),
  }));

describe('newerVersion', () => {
  it.each([
    ['the newest', '1.0.0', ['1.1.0', '2.0.0', '1.9.9'], '2.0.0'],
    ['none of the same', '2.0.0', ['2.0.0', '1.0.0'], undefined],
    ['no pre-release', '1.0.0', ['1.1.0-rc.1'], undefined],
    ['one where one is declared', '1.1.0-rc.1', ['1.1.0-rc.2'], '1.1.0-rc.2'],
    ['nothing deprecated', '1.0.0', ['1.2.0!', '1.1.0'], '1.1.0'],
    ['nothing that is no version', '1.0.0', ['nightly', '9'], undefined],
    ['with a v', 'v1.0.0', ['v1.0.1'], 'v1.0.1'],
    ['nothing for what is no version', 'latest', ['1.0.0'], undefined],
  ])('%s', (_, declared, versions, wanted) => {
    expect(newerVersion(declared, published(...versions))).toBe(wanted);
  });
});

describe('newerDeclared', () => {
  const chart = (version: string) => ({
    repository: 'platform',
    name: 'web-service',
    version,
  });
  const at = (environment: string, version: string, name = 'storefront') =>
    declaration({
      environment,
      owner: 'group:default/team-web',
      release: { ...release, namespace: `shop-${environment}`, name },
      chart: chart(version),
    });

  it('groups the environments of a release', () => {
    const updates = newerDeclared(
      [
        at('dev', '1.3.0'),
        at('staging', '1.3.0'),
        at('prod', '1.2.0'),
        at('prod', '2.4.0', 'current'),
        at('dev', '1.0.0', 'worker'),
        declaration({ chart: undefined }),
        declaration({ release: undefined }),
      ],
      new Map([['platform/web-service', published('2.4.0', '1.3.0')]]),
    );
    expect(
      updates.map(update => composeUpdate(update, 'group:default/team-web')),
    ).toMatchObject([
      {
        recipients: { type: 'entity', entityRef: 'group:default/team-web' },
        payload: {
          title:
            'web-service 2.4.0 is published; storefront declares 1.3.0 in dev, staging and 1.2.0 in prod',
          link: '/catalog/default/component/storefront/helm?view=declared',
          scope: 'helm:update:component:default/storefront:storefront',
          severity: 'low',
        },
      },
      {
        payload: {
          title: 'web-service 2.4.0 is published; worker declares 1.0.0 in dev',
        },
      },
    ]);
  });
});
