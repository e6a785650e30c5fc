import type { TemplateExample } from '@backstage/plugin-scaffolder-node';

/** Examples of `helm:release:deploy`. */
export const deployExamples: TemplateExample[] = [
  {
    description: 'Deploy what the entity declares for dev, and wait for it',
    example: `steps:
  - id: deploy
    name: Deploy to dev
    action: helm:release:deploy
    input:
      entityRef: component:default/storefront
      environment: dev
      reason: First deploy from the template
`,
  },
  {
    description:
      'Deploy another version with other values to each chosen environment',
    example: `steps:
  - id: deploy
    name: Deploy
    action: helm:release:deploy
    each: \${{ parameters.environments }}
    input:
      entityRef: \${{ parameters.entityRef }}
      environment: \${{ each.value }}
      version: 1.3.0
      values: |
        replicas: 2
      reason: \${{ parameters.reason }}
`,
  },
];

/** Examples of `helm:release:rollback`. */
export const rollbackExamples: TemplateExample[] = [
  {
    description: 'Go back to the newest earlier revision that worked',
    example: `steps:
  - id: rollback
    name: Roll back
    action: helm:release:rollback
    input:
      entityRef: component:default/storefront
      environment: staging
      reason: Checkout is slow since 1.3.0
`,
  },
  {
    description: 'Go back to a revision',
    example: `steps:
  - id: rollback
    name: Roll back
    action: helm:release:rollback
    input:
      entityRef: component:default/storefront
      environment: staging
      revision: 7
      reason: Checkout is slow since 1.3.0
`,
  },
];

/** Examples of `helm:release:wait`. */
export const waitExamples: TemplateExample[] = [
  {
    description: 'Start a deploy, do something else, then wait for it',
    example: `steps:
  - id: deploy
    name: Start the deploy
    action: helm:release:deploy
    input:
      entityRef: component:default/storefront
      environment: dev
      reason: New version
      wait: false
  - id: log
    name: Say so
    action: debug:log
    input:
      message: Deploying
  - id: wait
    name: Wait for the deploy
    action: helm:release:wait
    input:
      operation: \${{ steps.deploy.output.operation }}
`,
  },
];
