import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of `helm:chart:versions`. */
export const chartVersionsExamples: TemplateExample[] = [
  {
    description: 'Declare the newest patch of a minor version',
    example: `steps:
  - id: versions
    name: Find the version
    action: helm:chart:versions
    input:
      chart:
        repository: platform
        name: web-service
      range: ~1.3
  - id: declare
    name: Declare it
    action: helm:release:declare
    input:
      version: \${{ steps.versions.output.newestMatching }}
`,
  },
];

/** Examples of `helm:template`. */
export const templateExamples: TemplateExample[] = [
  {
    description: 'Keep what a chart makes beside its values',
    example: `steps:
  - id: render
    name: Render the chart
    action: helm:template
    input:
      chart:
        repository: platform
        name: web-service
      version: 1.3.0
      releaseName: storefront
      namespace: shop-dev
      values: |
        replicaCount: 2
      targetFile: rendered/storefront.yaml
`,
  },
];
