import { assertHelmVersion } from './helmVersion';

describe('assertHelmVersion', () => {
  it.each([
    ['v4.3.1\n', 4, '4.3.1'],
    ['v4.1.4', 4, '4.1.4'],
    ['v3.22.0', 3, '3.22.0'],
    ['v3.20.2+gabc', 3, '3.20.2'],
  ] as const)('takes %s as Helm %s', (printed, major, version) => {
    expect(assertHelmVersion(printed, major)).toBe(version);
  });

  it.each([
    ['v4.2.1', 4],
    ['v4.1.3', 4],
    ['v3.20.1', 3],
    ['v4.3.1', 3],
    ['v5.0.0', 4],
    ['v4.4.0-rc.1', 4],
    ['garbage', 4],
    ['', 3],
  ] as const)('refuses %s as Helm %s', (printed, major) => {
    expect(() => assertHelmVersion(printed, major)).toThrow(
      expect.objectContaining({
        code: 'HELM_VERSION_NOT_ALLOWED',
        field: `helm.binaries.helm${major}`,
      }),
    );
  });
});
