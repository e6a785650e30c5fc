import type {
  DeclaredTarget,
  EntityDeclared,
  Target,
} from '@backstage-helm/plugin-helm-common';

type Values = NonNullable<DeclaredTarget['values']>;

const shared = { name: 'values' as const, source: 'helm/values.yaml' };

function valuesOf(environment: string): Values {
  const own = {
    name: 'values.environment' as const,
    source: `helm/values.${environment}.yaml`,
  };
  const isProd = environment === 'prod';
  return {
    'image.repository': {
      text: 'registry.example.com/storefront',
      layer: shared,
    },
    'db.existingSecret': { text: 'storefront-db', layer: shared },
    'ingress.host': { text: `${environment}.shop.example.com`, layer: own },
    replicas: { text: isProd ? '6' : '1', layer: isProd ? own : shared },
    ...(isProd && { 'autoscaling.maxReplicas': { text: '12', layer: own } }),
    'api.token': { text: `••• ${isProd ? 2 : 1}`, layer: own },
  };
}

/** What the environments of the example declare. */
export function declaredOf(
  entityRef: string,
  targets: Target[],
): EntityDeclared {
  return {
    entityRef,
    targets: targets.flatMap(({ environment, release }) =>
      release
        ? [
            {
              environment: environment.name,
              release,
              values: valuesOf(environment.name),
              moreKeys: 0,
            },
          ]
        : [],
    ),
  };
}
