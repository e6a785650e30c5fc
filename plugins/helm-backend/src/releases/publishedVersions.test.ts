import { mockServices } from '@backstage/backend-test-utils';
import type { ChartVersion } from '@backstage-helm/plugin-helm-common';
import {
  newerThan,
  PublishedVersions,
  versionsBetween,
} from './publishedVersions';

const version = (text: string, more: Partial<ChartVersion> = {}) => ({
  version: text,
  deprecated: false,
  isPrerelease: text.includes('-'),
  ...more,
});

describe('PublishedVersions', () => {
  it('gives released versions, newest first, and asks once in a while', async () => {
    let time = 0;
    let asked = 0;
    const published = new PublishedVersions({
      logger: mockServices.logger.mock(),
      now: () => time,
      charts: {
        versions: async () => {
          asked += 1;
          return [
            version('1.0.0'),
            version('1.10.0'),
            version('1.9.0'),
            version('2.0.0-rc.1'),
            version('1.11.0', { deprecated: true }),
          ];
        },
      },
    });
    const expected = ['1.10.0', '1.9.0', '1.0.0'];
    expect(await published.of('platform', 'web')).toEqual(expected);
    expect(await published.of('platform', 'web')).toEqual(expected);
    expect(asked).toBe(1);
    time = 6 * 60_000;
    // Served as known, and read again beside it.
    expect(await published.of('platform', 'web')).toEqual(expected);
    expect(asked).toBe(2);
  });

  it('knows the app of a version once the chart was read', async () => {
    const chart = { repository: 'platform', name: 'web', version: '1.0.0' };
    const published = new PublishedVersions({
      logger: mockServices.logger.mock(),
      now: () => 0,
      charts: {
        versions: async () => [version('1.0.0', { appVersion: '7.1' })],
      },
    });
    expect(published.appVersion(chart)).toBeUndefined();
    await published.of('platform', 'web');
    expect(published.appVersion(chart)).toBe('7.1');
    expect(
      published.appVersion({ ...chart, version: '2.0.0' }),
    ).toBeUndefined();
  });

  it('holds no screen up when a repository is slow or away', async () => {
    const slow = new PublishedVersions({
      logger: mockServices.logger.mock(),
      now: () => 0,
      charts: { versions: () => new Promise(() => {}) },
    });
    expect(await slow.of('platform', 'web')).toEqual([]);
    const away = new PublishedVersions({
      logger: mockServices.logger.mock(),
      now: () => 0,
      charts: {
        versions: async () => {
          throw new Error('ECONNREFUSED');
        },
      },
    });
    expect(await away.of('platform', 'web')).toEqual([]);
  });

  it('compares versions', () => {
    const published = ['1.10.0', '1.9.0', '1.8.0'];
    expect(newerThan(published, '1.9.0')).toBe('1.10.0');
    expect(newerThan(published, '1.10.0')).toBeUndefined();
    expect(newerThan(published, undefined)).toBeUndefined();
    expect(newerThan([], '1.0.0')).toBeUndefined();
    expect(versionsBetween(published, '1.8.0', '1.10.0')).toBe(2);
    expect(versionsBetween(published, '1.10.0', '1.8.0')).toBe(0);
    expect(versionsBetween(published, undefined, '1.8.0')).toBe(0);
  });
});
