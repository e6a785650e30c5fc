import { approverRefusal } from './approverRefusal';

const pia = {
  by: 'user:default/pia',
  identities: ['user:default/pia', 'group:default/Platform'],
};
const request = {
  requestedBy: 'user:default/dana',
  owner: 'group:default/shop',
};
const rule = (approvers: string[], selfApproval = false) => ({
  approvers,
  selfApproval,
});

describe('approverRefusal', () => {
  it.each<[string, Parameters<typeof approverRefusal>, string]>([
    ['named herself', [rule(['user:default/pia']), pia, request], 'fine'],
    ['by her group', [rule(['group:default/platform']), pia, request], 'fine'],
    [
      'of another group',
      [rule(['group:default/sre']), pia, request],
      'NOT_AN_APPROVER',
    ],
    ['not the owner', [rule(['owner']), pia, request], 'NOT_AN_APPROVER'],
    [
      'the owner by her group',
      [rule(['owner']), pia, { ...request, owner: 'group:default/platform' }],
      'fine',
    ],
    [
      'an owner that is not known',
      [rule(['owner']), pia, { requestedBy: 'user:default/dana' }],
      'NOT_AN_APPROVER',
    ],
    [
      'her own request',
      [
        rule(['user:default/pia']),
        pia,
        { ...request, requestedBy: 'user:default/pia' },
      ],
      'SELF_APPROVAL',
    ],
    [
      'her own request where that is allowed',
      [
        rule(['user:default/pia'], true),
        pia,
        { ...request, requestedBy: 'user:default/pia' },
      ],
      'fine',
    ],
  ])('%s', (_, given, code) => {
    expect(approverRefusal(...given)?.code ?? 'fine').toBe(code);
  });

  it('names who may', () => {
    expect(
      approverRefusal(rule(['owner', 'group:default/sre']), pia, request)
        ?.message,
    ).toBe('Only group:default/shop, group:default/sre may approve it.');
  });
});
