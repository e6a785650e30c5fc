import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellChapter } from './tellStory.mjs';

/** A portal with one service in one environment whose declaration can be pushed to. */
function portal({ declared, history = [], outcome = () => 'succeeded' }) {
  const state = { declared, history: [...history], ran: [], said: [] };
  const release = { cluster: 'c', namespace: 'n', name: 'shop' };
  const client = {
    async target() {
      return {
        release,
        declared: { version: state.declared },
        deployed: state.history.length > 0 ? {} : undefined,
      };
    },
    async request() {
      return { items: state.history.map(chartVersion => ({ chartVersion })) };
    },
    async run({ kind }, reason) {
      const status = outcome(state.declared);
      state.ran.push(`${kind} ${state.declared}: ${reason}`);
      state.history.push(state.declared);
      return { status, outcome: { title: `${kind} ${status}` } };
    },
  };
  const deps = {
    client,
    pushTo: async (_service, { version }) => {
      const isNew = state.declared !== version;
      state.declared = version;
      return isNew;
    },
    say: line => state.said.push(line),
    sleep: async () => {},
  };
  return { state, deps };
}

const chapter = {
  service: 'shop',
  steps: [
    { deploy: 'dev', version: '1.0.0', reason: 'first' },
    { push: 'Take 2.0.0', environment: 'dev', version: '2.0.0' },
    { deploy: 'dev', version: '2.0.0', reason: 'second', fails: true },
  ],
};

test('tells the whole chapter on fresh clusters', async () => {
  const { state, deps } = portal({ declared: '1.0.0' });
  await tellChapter(chapter, deps);
  assert.deepEqual(state.ran, [
    'install 1.0.0: first',
    'upgrade 2.0.0: second',
  ]);
});

test('changes nothing the second time', async () => {
  const { state, deps } = portal({
    declared: '2.0.0',
    history: ['1.0.0', '2.0.0'],
  });
  await tellChapter(chapter, deps);
  assert.deepEqual(state.ran, []);
  assert.deepEqual(state.said, []);
});

test('goes on where it was interrupted', async () => {
  const { state, deps } = portal({ declared: '2.0.0', history: ['1.0.0'] });
  await tellChapter(chapter, deps);
  assert.deepEqual(state.ran, ['upgrade 2.0.0: second']);
});

test('takes a failure that belongs to the story, and no other', async () => {
  const expected = portal({
    declared: '1.0.0',
    outcome: version => (version === '2.0.0' ? 'rolled-back' : 'succeeded'),
  });
  await tellChapter(chapter, expected.deps);
  assert.deepEqual(expected.state.said, [
    'shop in dev: install succeeded',
    'shop: pushed “Take 2.0.0”',
    'shop in dev: upgrade rolled-back',
  ]);

  const unexpected = portal({ declared: '1.0.0', outcome: () => 'failed' });
  await assert.rejects(
    tellChapter(chapter, unexpected.deps),
    /shop 1\.0\.0 in dev: failed/,
  );
});

test('says what it waited for in vain', async () => {
  const { deps } = portal({ declared: '9.9.9' });
  await assert.rejects(
    tellChapter(chapter, deps),
    /the declaration of shop 1\.0\.0 in dev: not within 90 s/,
  );
});
