import { mockServices } from '@backstage/backend-test-utils';
import type { Declaration } from './Declaration';
import { watchDependencies } from './watchDependencies';

const declared = (entityRef: string, ...dependencies: string[]) =>
  ({
    entityRef,
    dependsOn: dependencies.map(ref => ({ name: 'x', entityRef: ref })),
  } as unknown as Declaration);

describe('watchDependencies', () => {
  it('asks for an entity only when what it depends on changed', async () => {
    const refreshed: string[] = [];
    let all = [declared('a', 'b', 'a'), declared('b')];
    const look = watchDependencies({
      all: async () => all,
      catalog: {
        refreshEntity: async ref => {
          refreshed.push(ref);
          throw new Error('away');
        },
      },
      auth: mockServices.auth(),
      logger: mockServices.logger.mock(),
    });
    await look();
    await look();
    expect(refreshed).toEqual(['a']);
    all = [declared('a', 'b', 'b'), declared('b', 'c')];
    await look();
    expect(refreshed).toEqual(['a', 'b']);
    all = [declared('b', 'c')];
    await look();
    expect(refreshed).toEqual(['a', 'b', 'a']);
  });
});
