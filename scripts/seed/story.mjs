/**
 * How the examples came to be where they are: for each service, in order, what
 * was deployed and what was pushed. Every chapter is a service of its own and
 * runs beside the others.
 */
export const story = [
  {
    service: 'storefront',
    user: 'dana',
    steps: [
      { deploy: 'dev', version: '1.2.0', reason: 'First release of the shop' },
      { deploy: 'staging', version: '1.2.0', reason: 'Passed its week in dev' },
      { deploy: 'prod', version: '1.2.0', reason: 'SHOP-401 opening day' },
      {
        push: 'Take web-service 1.3.0',
        environment: 'prod',
        version: '1.3.0',
        change: text =>
          text.replace(
            'helm-release/version: 1.2.0',
            'helm-release/version: 1.3.0',
          ),
      },
      { deploy: 'dev', version: '1.3.0', reason: 'SHOP-417 feature switches' },
      {
        deploy: 'staging',
        version: '1.3.0',
        reason: 'SHOP-417 looks good in dev',
      },
    ],
  },
  {
    service: 'checkout',
    user: 'dana',
    steps: [
      { deploy: 'dev', version: '1.2.0', reason: 'First checkout' },
      { deploy: 'staging', version: '1.2.0', reason: 'Passed in dev' },
      {
        push: 'Try web-service 2.0.0 in staging',
        environment: 'staging',
        version: '2.0.0',
        change: text =>
          text.includes('helm-release/version.staging')
            ? text
            : text.replace(
                /( *)helm-release\/version: .*\n/,
                '$&$1helm-release/version.staging: 2.0.0\n',
              ),
      },
      {
        deploy: 'staging',
        version: '2.0.0',
        reason: 'SHOP-433 carts in a database',
        fails: true,
      },
    ],
  },
  {
    service: 'notifier',
    user: 'dana',
    steps: [{ deploy: 'dev', version: '0.2.0', reason: 'SHOP-390 mails' }],
  },
  {
    service: 'newsletter',
    user: 'dana',
    steps: [
      { deploy: 'dev', version: '1.1.0', reason: 'SHOP-440 the first letter' },
      // Automatic sync brings it to dev.
      {
        push: 'Take web-service 1.2.0',
        environment: 'dev',
        version: '1.2.0',
        change: text =>
          text.replace(
            'helm-release/version: 1.1.0',
            'helm-release/version: 1.2.0',
          ),
      },
    ],
  },
  {
    service: 'ledger',
    user: 'nils',
    steps: [
      { deploy: 'dev', version: '1.3.0', reason: 'PAY-12 first books' },
      { deploy: 'staging', version: '1.3.0', reason: 'PAY-12 passed in dev' },
    ],
  },
];
