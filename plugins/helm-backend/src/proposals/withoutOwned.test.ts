import type { ValuesLayer } from '../declarations/Declaration';
import { withoutOwned } from './withoutOwned';

const layers: Pick<ValuesLayer, 'name' | 'values'>[] = [
  { name: 'helm.values', values: { image: { tag: 'a' } } },
  { name: 'environment', values: { ingress: { class: 'public' } } },
  { name: 'values', values: { replicas: 1 } },
  {
    name: 'values.environment',
    values: { host: 'shop', resources: { cpu: 2 } },
  },
];

describe('withoutOwned', () => {
  it.each([
    ['what all share goes along', { replicas: 3 }, { replicas: 3 }],
    [
      'what it sets itself does not',
      { host: 'dev', replicas: 2 },
      { replicas: 2 },
    ],
    [
      'key by key',
      { resources: { cpu: 1, memory: 4 } },
      { resources: { memory: 4 } },
    ],
    ['nothing is left', { host: 'dev' }, {}],
    ['what would replace it', { ingress: 'none' }, {}],
    ['what would remove it', { resources: null, old: null }, { old: null }],
    ['what would go below it', { host: { name: 'x' } }, {}],
    ['an empty map is a value', { extra: {} }, { extra: {} }],
    ['nothing has nothing', {}, {}],
  ])('%s', (_, patch, wanted) => {
    expect(withoutOwned(patch, layers)).toEqual(wanted);
  });
});
