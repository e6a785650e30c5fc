import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import { entitiesOf } from './entitiesOf';

const entity = (name: string, location?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: location ? { [ANNOTATION_LOCATION]: location } : undefined,
  },
});

const file = 'raw/branch/main/catalog-info.yaml';

describe('entitiesOf', () => {
  it('finds what the repository holds, and nothing of its namesakes', () => {
    const refs = entitiesOf('acme/shop', [
      entity('shop', `url:http://127.0.0.1:17102/acme/shop/${file}`),
      entity('shop-2', `url:http://127.0.0.1:17102/acme/shop-2/${file}`),
      entity('elsewhere', `url:https://git.example.com/acme/shop/${file}`),
      entity('local', 'file:/acme/shop/raw/catalog-info.yaml'),
      entity('none'),
      {
        ...entity('generated', `url:http://127.0.0.1:17102/acme/shop/${file}`),
        kind: 'Location',
      },
    ]);
    expect(refs).toEqual(['component:default/shop']);
  });
});
