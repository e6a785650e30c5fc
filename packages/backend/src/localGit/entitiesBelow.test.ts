import { ANNOTATION_LOCATION } from '@backstage/catalog-model';
import { entitiesBelow } from './entitiesBelow';

const entity = (name: string, location?: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name,
    annotations: location ? { [ANNOTATION_LOCATION]: location } : undefined,
  },
});

describe('entitiesBelow', () => {
  it('finds what the repository holds, and nothing of its namesakes', () => {
    const refs = entitiesBelow('http://git/acme/shop', [
      entity(
        'shop',
        'url:http://git/acme/shop/raw/branch/main/catalog-info.yaml',
      ),
      entity(
        'shop-2',
        'url:http://git/acme/shop-2/raw/branch/main/catalog-info.yaml',
      ),
      entity('file', 'file:/acme/shop/catalog-info.yaml'),
      entity('none'),
    ]);
    expect(refs).toEqual(['component:default/shop']);
  });
});
