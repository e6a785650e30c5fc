import { operationKinds } from '@backstage-helm/plugin-helm-common';
import { anEnvironment } from '../config/__testUtils__/anEnvironment';
import { govern, type GovernedWork } from './govern';

const now = Date.parse('2026-12-24T03:00:00Z');
const environment = anEnvironment({
  approvals: {
    required: 1,
    approvers: ['owner'],
    selfApproval: false,
    breakGlass: true,
    expirySeconds: 3600,
  },
  freeze: [
    {
      type: 'once',
      title: 'Year end',
      start: Date.parse('2026-12-20T00:00:00Z'),
      end: Date.parse('2027-01-03T00:00:00Z'),
    },
  ],
});

describe('govern', () => {
  it.each<[GovernedWork, boolean]>([
    [{ kind: 'install' }, true],
    [{ kind: 'upgrade' }, true],
    [{ kind: 'uninstall' }, true],
    [{ kind: 'adopt' }, true],
    [{ kind: 'reinstall' }, true],
    [{ kind: 'rollback', targetSucceeded: true }, false],
    [{ kind: 'rollback', targetSucceeded: false }, true],
    [{ kind: 'rollback' }, true],
    [{ kind: 'rollback', isAutomatic: true }, false],
    [{ kind: 'install', isAutomatic: true }, false],
    [{ kind: 'test' }, false],
    [{ kind: 'unlock' }, false],
    [{ kind: 'finish-uninstall' }, false],
    [{ kind: 'rebuild' }, false],
    // A kind that a module added and this replica does not know.
    [{ kind: 'something-new' }, true],
  ])('%j is a change: %s', (work, isChange) => {
    const { approvals, frozen } = govern(environment, work, now);
    expect([approvals, frozen?.title]).toEqual(
      isChange ? [environment.approvals, 'Year end'] : [undefined, undefined],
    );
  });

  it('covers every kind that is known', () => {
    const kinds = [...operationKinds.values()];
    expect(
      kinds.filter(
        ({ key }) =>
          !govern(environment, { kind: key, targetSucceeded: true }, now)
            .isChange,
      ),
    ).toEqual(kinds.filter(({ isRescue }) => isRescue));
  });

  it('asks for nothing where the environment does not', () => {
    expect(govern(anEnvironment(), { kind: 'upgrade' }, now)).toEqual({
      isChange: true,
    });
  });
});
