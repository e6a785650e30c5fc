import plugin, { helmApiRef } from './index';
import * as legacy from './legacy';

describe('the plugin', () => {
  it('has an API, a page with four views, an entity tab, a card and fields', () => {
    for (const id of [
      'api:helm',
      'page:helm',
      'sub-page:helm/releases',
      'sub-page:helm/operations',
      'sub-page:helm/approvals',
      'sub-page:helm/environments',
      'entity-content:helm',
      'entity-content:helm/releases',
      'entity-card:helm',
      'scaffolder-form-field:helm/chart-picker',
      'scaffolder-form-field:helm/version-picker',
      'scaffolder-form-field:helm/environment-picker',
      'scaffolder-form-field:helm/values-editor',
      'scaffolder-form-field:helm/secret',
    ] as const) {
      expect(plugin.getExtension(id)).toBeDefined();
    }
  });

  it('gives the old frontend system the same under the same API', () => {
    expect(legacy.helmPlugin.getId()).toBe('helm');
    expect([...legacy.helmPlugin.getApis()].map(({ api }) => api)).toEqual([
      helmApiRef,
    ]);
    expect(legacy.isHelmAvailable).toBeInstanceOf(Function);
  });
});
