import { createFence } from './createFence';
import { fenceRevision } from './fenceRevision';
import {
  aWorld,
  configMap,
  environment,
  planIn,
  revision,
} from './__testUtils__/planningWorld';

const role = (name: string) =>
  `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: ${name}}\n`;
const elsewhere = `---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: kube-system}\n`;
const hook = {
  name: 'hook',
  kind: 'ConfigMap',
  path: '',
  manifest: elsewhere.replace('---\n', ''),
  events: ['pre-rollback'],
};
const served = aWorld().served;
const fence = createFence({
  scopes: async () => object => served[object.kind],
});

describe('fenceRevision', () => {
  const given = { environment, namespace: 'shop-dev' };

  it('tells what would come from what is there already, hooks too', async () => {
    const target = revision({
      revision: 2,
      manifest: configMap('a') + role('old') + role('both'),
      hooks: [hook],
    });
    const base = revision({ manifest: role('both') });
    const { added, inBase } = await fenceRevision(fence, {
      ...given,
      target,
      base,
    });
    expect(added.map(({ code, message }) => [code, message])).toEqual([
      [
        'OBJECT_NOT_ALLOWED',
        'Revision 2: ClusterRole old would be an object of the whole cluster.',
      ],
      [
        'OBJECT_NOT_ALLOWED',
        'Revision 2: ConfigMap x would be in the namespace kube-system.',
      ],
    ]);
    expect(inBase).toMatchObject([
      { message: expect.stringContaining('ClusterRole both') },
    ]);
  });

  it('does not count what an uninstalled release held, and reads a target that is uninstalled', async () => {
    const { added } = await fenceRevision(fence, {
      ...given,
      target: revision({ manifest: role('x'), status: 'uninstalled' }),
      base: revision({ manifest: role('x'), status: 'uninstalled' }),
    });
    expect(added).toHaveLength(1);
  });

  it('is in the way of a rollback, unless it is deployed: then to be accepted', async () => {
    const planned = async (deployed: string) =>
      planIn(
        aWorld({
          base: revision({ manifest: configMap('hello') + deployed }),
          revisions: [
            revision({
              revision: 2,
              chartVersion: '1.1.0',
              manifest: configMap('before') + role('x'),
            }),
          ],
        }),
        fence,
      ).plan({ kind: 'rollback', revision: 2 });
    const refused = await planned('');
    expect(refused.blockedBy).toMatchObject([
      { code: 'OBJECT_NOT_ALLOWED', field: 'revision' },
    ]);
    const accepted = await planned(role('x'));
    expect(accepted.blockedBy).toEqual([]);
    expect(accepted.findings).toContainEqual(
      expect.objectContaining({ level: 'accept', code: 'OBJECT_NOT_ALLOWED' }),
    );
  });

  it('leaves a kind that is not served to the one who reads the plan', async () => {
    const made = await planIn(
      aWorld({
        revisions: [
          revision({
            revision: 2,
            manifest: '---\napiVersion: a/v1\nkind: Old\nmetadata: {name: x}\n',
          }),
        ],
      }),
      fence,
    ).plan({ kind: 'rollback', revision: 2 });
    expect(made.blockedBy).toEqual([]);
    expect(made.findings).toContainEqual(
      expect.objectContaining({ level: 'accept', code: 'API_REMOVED' }),
    );
  });
});
