import { governedKind, needsApproval, span } from './approvalWords';

const approvals = {
  required: 1,
  approvers: ['group:default/platform'],
  selfApproval: false,
  breakGlass: true,
  expirySeconds: 86_400,
};
const policy = { approvals, freezesAhead: [], baseline: false };

describe('needsApproval', () => {
  it.each([
    ['upgrade', true],
    ['install', true],
    ['uninstall', true],
    ['reinstall', true],
    ['rollback', false],
    ['unlock', false],
    ['finish-uninstall', false],
    ['test', false],
  ])('says of %s where approvals are asked for: %s', (kind, expected) => {
    expect(needsApproval(kind, policy)).toBe(expected);
  });

  it('says no where none are asked for', () => {
    expect(needsApproval('upgrade', { ...policy, approvals: undefined })).toBe(
      false,
    );
    expect(needsApproval('upgrade', undefined)).toBe(false);
  });
});

it.each([
  [90, '90 s'],
  [1800, '30 min'],
  [7200, '2 h'],
  [86_400, '1 d'],
  [90_000, '25 h'],
])('says %s seconds as %s', (seconds, words) => {
  expect(span(seconds)).toBe(words);
});

it('has words for the kinds that people ask for', () => {
  expect(governedKind('install')).toBe('install');
  expect(governedKind('reinstall')).toBe('other');
});
