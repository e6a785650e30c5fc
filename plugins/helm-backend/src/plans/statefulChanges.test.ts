import { statefulChanges } from './statefulChanges';

const set = (name: string, image: string, chart = 'a-1.0.0') => `---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: ${name}, labels: {helm.sh/chart: ${chart}}}
spec:
  template:
    metadata: {labels: {app: ${name}, helm.sh/chart: ${chart}}}
    spec: {containers: [{name: main, image: ${image}}]}
`;
const deployment = (image: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec: {template: {spec: {containers: [{name: main, image: ${image}}]}}}
`;

describe('statefulChanges', () => {
  it('names what is defined differently', () => {
    expect(
      statefulChanges(
        set('db', 'db:2') + set('cache', 'cache:1') + deployment('web:2'),
        set('db', 'db:1') + set('cache', 'cache:1') + deployment('web:1'),
        'shop-dev',
      ),
    ).toEqual(['StatefulSet db']);
  });

  it('does not mind the labels that every chart version changes', () => {
    expect(
      statefulChanges(
        set('db', 'db:1', 'a-1.1.0'),
        set('db', 'db:1', 'a-1.0.0'),
        'shop-dev',
      ),
    ).toEqual([]);
  });

  it('does not mind what only one of them has', () => {
    expect(statefulChanges(set('db', 'db:1'), '', 'shop-dev')).toEqual([]);
  });
});
