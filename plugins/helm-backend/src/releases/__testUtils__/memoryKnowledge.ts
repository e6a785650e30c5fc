import {
  stringifyReleaseRef,
  type Operation,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { Binding, Override } from '../../bindings/Binding';
import type { Declaration } from '../../declarations/Declaration';
import type { SyncRow } from '../../sync/SyncRow';
import type { ReleaseKnowledge } from '../ReleaseKnowledge';

/** What a test says of the world. */
export interface MemoryWorld {
  deployed: { ref: ReleaseRef; latest: Revision; valuesDigest: string }[];
  declared: Declaration[];
  bound: Binding[];
  overrides: Override[];
  active: Operation[];
  last: Operation[];
  /** Environments whose cluster does not answer. */
  away: string[];
  sync?: SyncRow[];
}

const isSame = (left: ReleaseRef | undefined, right: ReleaseRef) =>
  left !== undefined &&
  stringifyReleaseRef(left) === stringifyReleaseRef(right);
const unused = async (): Promise<never> => {
  throw new Error('not part of this test');
};

/** Every store of the read path over one world in memory. */
export function memoryKnowledge(world: MemoryWorld): ReleaseKnowledge {
  const find = (ref: ReleaseRef) =>
    world.deployed.find(entry => isSame(entry.ref, ref));
  return {
    store: {
      latest: ref => find(ref)?.latest,
      list: () => world.deployed,
      history: unused,
      revision: unused,
      observe: unused,
      rowOf: stored => stored,
      status: environment => ({
        connected: !world.away.includes(environment),
        lastContactAt: '2026-11-21T01:00:00.000Z',
        problem: world.away.includes(environment) ? 'no answer' : undefined,
      }),
      onChange: () => () => {},
      facts: ref => {
        const found = find(ref);
        return (
          found && {
            description: '',
            valuesDigest: found.valuesDigest,
            owner: { kind: 'helm' },
          }
        );
      },
      restorable: () => [],
      isListed: () => true,
      namespaceProblem: () => undefined,
    },
    declarations: {
      ofEntity: async entityRef =>
        world.declared.filter(entry => entry.entityRef === entityRef),
      ofRelease: async ref =>
        world.declared.filter(entry => isSame(entry.release, ref)),
      all: async () => world.declared,
      resolve: unused,
      refresh: unused,
    },
    bindings: {
      get: async ref => world.bound.find(entry => isSame(entry.release, ref)),
      ofEntity: async entityRef =>
        world.bound.filter(entry => entry.entityRef === entityRef),
      all: async () => world.bound,
      claim: unused,
      remove: unused,
    },
    overrides: {
      active: async ref =>
        world.overrides.find(entry => isSame(entry.release, ref)),
      allActive: async () => world.overrides,
      put: unused,
      clear: unused,
    },
    operations: {
      activeFor: async ref =>
        world.active.find(entry => isSame(entry.release, ref)),
      lastFor: async ref =>
        world.last.find(entry => isSame(entry.release, ref)),
      ofRelease: async ref =>
        world.last.filter(entry => isSame(entry.release, ref)),
      allActive: async () => world.active,
      makersOf: async revisions =>
        world.last
          .filter(({ id }) => revisions.some(made => made.operationId === id))
          .map(operation => ({
            ...operation,
            releaseKey: stringifyReleaseRef(operation.release),
          })),
    },
    successes: { list: async () => [] },
    sync: {
      get: async ref => world.sync?.find(row => isSame(row.release, ref)),
      all: async () => world.sync ?? [],
      holds: async () => [],
    },
  };
}
