import { mockCredentials } from '@backstage/backend-test-utils';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { createValuesCheck } from './createValuesCheck';

const environment = anEnvironment();
const credentials = mockCredentials.user('user:default/ana');
const wanted = { namespace: 'shop-dev', name: 'new' };

function check(readable: string[], there: string[] = []) {
  return createValuesCheck({
    config: { environments: [environment] },
    authorizer: {
      can: async (_credentials, { name }, ref) =>
        name === 'helm.release.values.read' && readable.includes(ref.name),
      filter: async (_credentials, { name }, rows, toRef) =>
        rows.filter(
          row =>
            name === 'helm.release.values.read' &&
            readable.includes(toRef(row).name),
        ),
    },
    lister: {
      list: async query => {
        expect(query.environment).toBe('dev');
        return Object({
          items: there.map(name => ({
            release: { cluster: 'nonprod', namespace: 'shop-dev', name },
          })),
        });
      },
    },
  });
}

describe('createValuesCheck', () => {
  it.each([
    ['the release itself, before it is there', ['new'], [], true],
    ['another one that is there', ['web'], ['web', 'ledger'], true],
    ['none that is there', ['web'], ['ledger'], false],
  ])('reads values of %s: %#', async (_, readable, there, expected) => {
    await expect(
      check(readable, there)(environment, wanted, credentials),
    ).resolves.toBe(expected);
  });

  it('takes no namespace of another environment for one of this', async () => {
    await expect(
      check(['new'])(
        environment,
        { ...wanted, namespace: 'kube-system' },
        credentials,
      ),
    ).resolves.toBe(false);
  });
});
