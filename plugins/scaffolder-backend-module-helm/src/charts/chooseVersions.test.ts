import { chooseVersions } from './chooseVersions';

const published = ['2.0.0-rc.1', 'v1.10.0', '1.9.0', '1.2.0'].map(version => ({
  version,
  isPrerelease: version.includes('-'),
}));

describe('chooseVersions', () => {
  it.each([
    ['^1.2', 'v1.10.0'],
    ['>=1.2, <1.10', '1.9.0'],
    ['1.2.x || 1.9', '1.9.0'],
    ['>3', undefined],
    ['>=2.0.0-0', undefined],
  ])('finds the newest in %s', (range, expected) => {
    const found = chooseVersions(published, { range, prereleases: false });
    expect(found.newestMatching).toBe(expected);
    expect(found.newest).toBe('v1.10.0');
  });

  it('counts pre-releases when told so', () => {
    const found = chooseVersions(published, {
      range: '>=1',
      prereleases: true,
    });
    expect(found).toEqual({
      versions: ['2.0.0-rc.1', 'v1.10.0', '1.9.0', '1.2.0'],
      newest: '2.0.0-rc.1',
      newestMatching: '2.0.0-rc.1',
    });
  });

  it('refuses what is no range', () => {
    expect(() =>
      chooseVersions(published, { range: 'newest', prereleases: false }),
    ).toThrow('"newest" is not a range');
  });
});
