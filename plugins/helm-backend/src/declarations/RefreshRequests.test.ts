import { mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { declarationDigest } from '@backstage-helm/plugin-helm-common';
import { RefreshRequests } from './RefreshRequests';

const entityRef = 'component:default/shop';
const version = (text: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'shop',
    annotations: { 'helm-release/version': text },
  },
});

/** A catalog that gives these versions, one each time it is asked. */
function setup(versions: (Entity | undefined)[]) {
  const calls: string[] = [];
  const stopping = new AbortController();
  let time = 0;
  const left = [...versions];
  const requests = new RefreshRequests({
    catalog: {
      getEntityByRef: async () => {
        calls.push('look');
        return left.length > 1 ? left.shift() : left[0];
      },
    },
    auth: mockServices.auth(),
    refresh: async (_, { commit }) =>
      void calls.push(commit ? `read ${commit}` : 'read'),
    wait: async ms => {
      time += ms;
    },
    now: () => time,
    signal: stopping.signal,
    logger: mockServices.logger.mock(),
  });
  return { calls, requests, stopping, pass: (ms: number) => (time += ms) };
}

describe('RefreshRequests', () => {
  it('reads at once when nothing is expected', async () => {
    const { calls, requests } = setup([version('1')]);
    await requests.request({ entityRef, commit: 'abcdef1' });
    expect(calls).toEqual(['read abcdef1']);
  });

  it('waits until the catalog shows what was announced', async () => {
    const { calls, requests } = setup([
      version('1'),
      version('1'),
      version('2'),
    ]);
    const digest = await declarationDigest(version('2'));
    await requests.request({ entityRef, digest });
    expect(calls).toEqual(['look', 'look', 'look', 'read']);
  });

  it('knows an entity that is gone', async () => {
    const { calls, requests } = setup([version('1'), undefined]);
    await requests.request({ entityRef, digest: '' });
    expect(calls).toEqual(['look', 'look', 'read']);
  });

  it('looks no more than a few times, and reads all the same', async () => {
    const { calls, requests } = setup([version('1')]);
    await requests.request({ entityRef, digest: 'never' });
    expect(calls.filter(call => call === 'look')).toHaveLength(7);
    expect(calls.at(-1)).toBe('read');
  });

  it('gives up what a newer announcement overtakes', async () => {
    const { calls, requests } = setup([version('3')]);
    const digest = await declarationDigest(version('3'));
    await Promise.all([
      requests.request({ entityRef, digest: 'overtaken' }),
      requests.request({ entityRef, digest }),
    ]);
    expect(calls).toEqual(['look', 'read']);
  });

  it("remembers a push's commit for the catalog's event, not for ever", async () => {
    const { calls, requests, pass } = setup([version('1')]);
    const digest = await declarationDigest(version('1'));
    await requests.request({ entityRef, commit: 'abcdef1' });
    await requests.request({ entityRef, digest });
    pass(600_000);
    await requests.request({ entityRef, digest });
    expect(calls.filter(call => call.startsWith('read'))).toEqual([
      'read abcdef1',
      'read abcdef1',
      'read',
    ]);
  });

  it('stops when the plugin stops', async () => {
    const { calls, requests, stopping } = setup([version('1')]);
    stopping.abort();
    void requests.request({ entityRef, digest: 'x' });
    await requests.settled();
    expect(calls).toEqual([]);
  });

  it('reads few at once, whatever it is told', async () => {
    let reading = 0;
    let most = 0;
    const read: string[] = [];
    const requests = new RefreshRequests({
      catalog: { getEntityByRef: async () => undefined },
      auth: mockServices.auth(),
      refresh: async ref => {
        reading += 1;
        most = Math.max(most, reading);
        await new Promise(setImmediate);
        reading -= 1;
        read.push(ref);
        if (read.length % 3 === 0) {
          throw new Error('away');
        }
      },
      wait: async () => {},
      now: () => 0,
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    });
    const refs = Array.from({ length: 50 }, (_, index) => `entity-${index}`);
    await Promise.all(
      refs.map(ref => requests.request({ entityRef: ref, digest: '' })),
    );
    expect(most).toBe(4);
    expect(read.sort()).toEqual(refs.sort());
  });

  it('reads an entity twice for all who ask meanwhile', async () => {
    const ends: (() => void)[] = [];
    const read: (string | undefined)[] = [];
    const requests = new RefreshRequests({
      catalog: { getEntityByRef: async () => undefined },
      auth: mockServices.auth(),
      refresh: async (_, { commit }) => {
        read.push(commit);
        await new Promise<void>(resolve => ends.push(resolve));
      },
      wait: async () => {},
      now: () => 0,
      signal: new AbortController().signal,
      logger: mockServices.logger.mock(),
    });
    const ask = (commit: string) => requests.request({ entityRef, commit });
    const first = ask('aaaaaaa');
    await new Promise(setImmediate);
    const others = Array.from({ length: 1000 }, (_, at) =>
      ask(at === 999 ? 'ccccccc' : 'bbbbbbb'),
    );
    await new Promise(setImmediate);
    expect(read).toEqual(['aaaaaaa']);
    ends[0]();
    await first;
    await new Promise(setImmediate);
    ends[1]();
    await Promise.all(others);
    expect(read).toEqual(['aaaaaaa', 'ccccccc']);
  });

  it('never rejects', async () => {
    const { requests } = setup([version('1')]);
    await expect(
      requests.request({ entityRef: 'nonsense', digest: 'x' }),
    ).resolves.toBeUndefined();
  });
});
