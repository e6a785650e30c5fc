import { repositoryNotAllowed } from './repositoryErrors';
import { newerDependencies } from './newerDependencies';

const known: Record<string, string[]> = {
  web: ['2.0.0-rc.1', '1.4.0', '1.3.0'],
};
const asked: string[] = [];
const charts = {
  resolve(nameOrUrl: string) {
    if (nameOrUrl === 'local' || nameOrUrl === 'https://charts.example.com') {
      return {
        name: 'local',
        url: 'https://charts.example.com',
        kind: 'http' as const,
      };
    }
    throw repositoryNotAllowed({ name: nameOrUrl }, 'is not configured');
  },
  async versions(repository: string, name: string) {
    asked.push(`${repository}/${name}`);
    if (!known[name]) {
      throw new Error('away');
    }
    return known[name].map(version => ({
      version,
      deprecated: false,
      isPrerelease: version.includes('-'),
    }));
  },
};
const newer = async (repository: string | undefined, more: object = {}) =>
  (
    await newerDependencies(
      [{ name: 'web', version: '1.x', resolved: '1.3.0', repository, ...more }],
      charts,
    )
  )[0].newer;

describe('newerDependencies', () => {
  beforeEach(() => asked.splice(0));

  it.each(['@local', 'alias:local', 'https://charts.example.com'])(
    'finds what %s has published',
    async repository => expect(await newer(repository)).toBe('1.4.0'),
  );

  it.each([
    'https://elsewhere.example.com',
    'file://../web',
    '@other',
    undefined,
  ])('asks nobody about %s', async repository => {
    expect(await newer(repository)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it('says nothing of the newest, of what is not there, or when it is away', async () => {
    expect(await newer('@local', { resolved: '1.4.0' })).toBeUndefined();
    expect(await newer('@local', { resolved: undefined })).toBeUndefined();
    expect(await newer('@local', { name: 'absent' })).toBeUndefined();
  });
});
