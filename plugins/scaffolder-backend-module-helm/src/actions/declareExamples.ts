import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of `helm:release:declare`. */
export const declareExamples: TemplateExample[] = [
  {
    description:
      'Declare a release for the entity of catalog-info.yaml, with values for all environments and a version that production stays at',
    example: `steps:
  - id: declare
    name: Declare the release
    action: helm:release:declare
    input:
      chart:
        repository: platform
        name: web-service
      version: 1.3.0
      versions:
        prod: 1.2.0
      environments: [dev, staging, prod]
      values: |
        replicaCount: 2
`,
  },
  {
    description: 'Declare it as a HelmRelease document of Flux v2',
    example: `steps:
  - id: declare
    name: Declare the release
    action: helm:release:declare
    input:
      format: document
      chart: \${{ parameters.chart }}
      version: \${{ parameters.version }}
      values: \${{ parameters.values }}
`,
  },
  {
    description:
      'Change version and values for one environment in a clone of the repository, for a pull request',
    example: `steps:
  - id: declare
    name: Change the declaration
    action: helm:release:declare
    input:
      targetPath: repository
      entityRef: component:default/storefront
      environment: prod
      version: 1.3.0
      valuesPatch: |
        replicaCount: 4
        debug: null
`,
  },
];
