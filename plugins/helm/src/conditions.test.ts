import { isHelmAvailable, isHelmReleasesAvailable } from './conditions';

function entity(annotations?: Record<string, string>) {
  return {
    apiVersion: 'v1',
    kind: 'Component',
    metadata: { name: 'a', annotations },
  };
}

describe('isHelmAvailable', () => {
  it.each([
    'helm-release/chart',
    'helm-release/chart.prod',
    'helm-release/file',
    'helm-release/file.dev',
  ])('is true with %s', key => {
    expect(isHelmAvailable(entity({ [key]: 'x' }))).toBe(true);
  });

  it('is false without a chart or a file', () => {
    expect(isHelmAvailable(entity())).toBe(false);
    expect(isHelmAvailable(entity({ 'helm-release/version': '1' }))).toBe(
      false,
    );
    expect(isHelmAvailable(entity({ 'helm-release/charts': '1' }))).toBe(false);
  });
});

describe('isHelmReleasesAvailable', () => {
  it.each(['System', 'Domain', 'Group', 'User', 'user'])(
    'is true of a %s',
    kind => {
      expect(isHelmReleasesAvailable({ ...entity(), kind })).toBe(true);
    },
  );

  it('is false of what declares releases itself', () => {
    expect(isHelmReleasesAvailable(entity())).toBe(false);
  });
});
