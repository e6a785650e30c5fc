import type { HelmReleaseResource } from '../resourceRef';
import { helmReleaseRules } from './index';

const resource: HelmReleaseResource = {
  ref: { cluster: 'nonprod', namespace: 'shop-dev', name: 'storefront' },
  environment: 'dev',
  entityRef: 'component:default/storefront',
  owner: 'group:default/team-web',
  system: 'system:default/shop',
};
const unknown: HelmReleaseResource = { ref: resource.ref };

describe('helm-release rules', () => {
  it.each([
    ['isEntityOwner', { claims: ['group:default/team-web'] }, true, false],
    ['isEntityOwner', { claims: ['group:default/other'] }, false, false],
    ['inEnvironment', { environments: ['dev'] }, true, false],
    ['inEnvironment', { environments: ['prod'] }, false, false],
    ['inCluster', { clusters: ['nonprod'] }, true, true],
    ['inCluster', { clusters: ['prod'] }, false, false],
    ['inNamespace', { namespaces: ['shop-dev'] }, true, true],
    ['inNamespace', { namespaces: [] }, false, false],
    ['ofSystem', { systems: ['system:default/shop'] }, true, false],
    ['ofSystem', { systems: ['system:default/pay'] }, false, false],
  ] as const)(
    '%s %j: declared %s, undeclared %s',
    (name, params, onDeclared, onUnknown) => {
      const rule = helmReleaseRules[name] as any;
      expect(rule.apply(resource, params)).toBe(onDeclared);
      expect(rule.apply(unknown, params)).toBe(onUnknown);
      expect(rule.toQuery(params)(resource)).toBe(onDeclared);
    },
  );
});
