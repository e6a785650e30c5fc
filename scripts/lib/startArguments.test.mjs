import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseStartArguments } from './startArguments.mjs';

const own = args => parseStartArguments(['--kubeconfig', 'k', ...args]).own;

test('needs nothing', () => {
  const { port, own: none, help } = parseStartArguments([]);
  assert.deepEqual([port, none, help], [7007, undefined, false]);
});

test('reads environments; they are read-only unless said otherwise', () => {
  assert.deepEqual(
    own(['--environment', 'dev=kind-a', '--environment', 'prod=big/payments']),
    {
      kubeconfig: 'k',
      environments: [
        { name: 'dev', context: 'kind-a', namespace: undefined },
        { name: 'prod', context: 'big', namespace: 'payments' },
      ],
      allowChanges: false,
      allowExec: false,
    },
  );
});

test('a context may hold slashes', () => {
  const arn = 'arn:aws:eks:eu-west-1:1:cluster/a';
  assert.deepEqual(own(['--environment', `dev=${arn}/web`]).environments, [
    { name: 'dev', context: arn, namespace: 'web' },
  ]);
  assert.deepEqual(own(['--environment', `dev=${arn}/`]).environments, [
    { name: 'dev', context: arn, namespace: undefined },
  ]);
});

test('says which argument is wrong', () => {
  const cases = [
    [['--port', 'x'], /--port x/],
    [['--port', '80'], /--port 80/],
    [['--kubeconfig', 'k'], /needs --environment/],
    [['--environment', 'dev=a'], /add --kubeconfig/],
    [['--allow-changes'], /--allow-changes is for your own clusters/],
    [['--kubeconfig', 'k', '--environment', 'dev'], /NAME=CONTEXT/],
    [['--kubeconfig', 'k', '--environment', 'Dev=a'], /NAME=CONTEXT/],
    [['--kubeconfig', 'k', '--environment', 'dev=a/B_'], /no namespace/],
    [
      ['--kubeconfig', 'k', '--environment', 'a=x', '--environment', 'a=y'],
      /given twice/,
    ],
    [['--unknown'], /unknown/i],
  ];
  for (const [args, message] of cases) {
    assert.throws(() => parseStartArguments(args), message, args.join(' '));
  }
});
