import type { KubeClient } from '../clusters/KubeClient';
import { watchSecrets } from './SecretWatch';
import { fakeReleaseSecret } from './__testUtils__/fakeReleaseSecret';

type WatchScript = (options: Parameters<KubeClient['watch']>[1]) => void;

function harness(lists: (() => any)[], watches: WatchScript[]) {
  const abort = new AbortController();
  const log: string[] = [];
  const waits: number[] = [];
  let time = 0;
  const client: KubeClient = {
    cluster: 'nonprod',
    request: async (_method, _path, options) => {
      log.push(`list${options?.query?.continue ?? ''}`);
      return lists.shift()!();
    },
    text: async () => '',
    watch: async (_path, options) => {
      log.push(`watch@${options.query.resourceVersion}`);
      const script = watches.shift();
      if (!script) {
        abort.abort();
        return;
      }
      script(options);
    },
  };
  const run = () =>
    watchSecrets(
      {
        path: '/api/v1/namespaces/shop-dev/secrets',
        client: async () => client,
        now: () => time,
        random: () => 0,
        wait: async ms => {
          waits.push(ms);
          time += ms;
        },
        listener: {
          replaced: secrets => log.push(`replaced ${secrets.length}`),
          changed: secret => log.push(`changed ${secret.name}`),
          removed: secret => log.push(`removed ${secret.name}`),
          contact: () => {},
          problem: error => log.push(`problem ${error.message}`),
        },
      },
      abort.signal,
    );
  return { run, log, waits };
}

const one = fakeReleaseSecret({ name: 'a', revision: 1 });
const page = (version: string, next?: string) => () => ({
  status: 200,
  body: {
    items: [one],
    metadata: { resourceVersion: version, continue: next },
  },
});

describe('watchSecrets', () => {
  it('lists all pages, then watches, and goes on from the last version', async () => {
    const { run, log } = harness(
      [page('9', 'next'), page('10')],
      [
        ({ onEvent }) => {
          onEvent({
            type: 'MODIFIED',
            object: {
              metadata: { ...one.metadata, resourceVersion: '11' },
            },
          });
          onEvent({
            type: 'BOOKMARK',
            object: { metadata: { resourceVersion: '20' } },
          });
        },
      ],
    );
    await run();
    expect(log).toEqual([
      'list',
      'listnext',
      'replaced 2',
      'watch@10',
      'changed sh.helm.release.v1.a.v1',
      'watch@20',
    ]);
  });

  it('34. lists again after 410, but not within a minute of the last list', async () => {
    const gone: WatchScript = ({ onEvent }) =>
      onEvent({ type: 'ERROR', object: { code: 410 } });
    const { run, log, waits } = harness([page('10'), page('30')], [gone]);
    await run();
    expect(log.filter(entry => entry === 'list')).toHaveLength(2);
    expect(waits).toEqual([60_000]);
  });

  it('backs off while the cluster is away and keeps what it has', async () => {
    const away: WatchScript = () => {
      throw new Error('connection refused');
    };
    const { run, log, waits } = harness([page('10')], [away, away, away]);
    await run();
    expect(log.filter(entry => entry === 'list')).toHaveLength(1);
    expect(log.filter(entry => entry === 'replaced 1')).toHaveLength(1);
    expect(waits).toEqual([375, 750, 1500]);
  });
});
