import type { OperationPhase } from '@backstage-helm/plugin-helm-common';
import { mockServices } from '@backstage/backend-test-utils';
import type { NewEvent } from '../database/operations/appendEvents';
import { EventBatcher, type EventBatcherOptions } from './EventBatcher';

describe('EventBatcher', () => {
  let batches: NewEvent[][];
  let phases: (OperationPhase[] | undefined)[];

  beforeEach(() => {
    batches = [];
    phases = [];
  });

  function batcher(options: Partial<EventBatcherOptions> = {}): EventBatcher {
    return new EventBatcher({
      append: async (events, changed) => {
        batches.push(events);
        phases.push(changed);
        return events.length;
      },
      redact: text => text.replaceAll('secret', '••••'),
      now: () => 7,
      limits: { events: 5, flushMs: 60_000, flushBytes: 1_000, lineBytes: 10 },
      count: 0,
      logger: mockServices.logger.mock(),
      ...options,
    });
  }

  function texts(): string[] {
    return batches.flat().map(({ text }) => text);
  }

  it('writes many lines at once, redacted, each its own event', async () => {
    const events = batcher();
    events.push('log', 'a secret\n\n  b\r\nc');
    events.push('phase', 'd', 'apply');
    expect(batches).toEqual([]);
    await events.flush();
    expect(batches).toHaveLength(1);
    expect(texts()).toEqual(['a ••••', '  b', 'c', 'd']);
    expect(batches[0][3]).toEqual({
      at: 7,
      type: 'phase',
      phase: 'apply',
      text: 'd',
    });
    await events.flush();
    expect(batches).toHaveLength(1);
  });

  it('keeps so many lines, says that there were more, and still tells phases', async () => {
    const events = batcher();
    for (let line = 0; line < 20; line += 1) {
      events.push('log', `l${line}`);
    }
    events.push('phase', 'end', 'settle');
    await events.flush();
    expect(batches.flat().map(({ type }) => type)).toEqual([
      ...['log', 'log', 'log', 'log'],
      'truncated',
      'phase',
    ]);
  });

  it('cuts long lines, and does not wait when there is much', async () => {
    const events = batcher({
      limits: { events: 50, flushMs: 60_000, flushBytes: 30, lineBytes: 10 },
    });
    for (let line = 0; line < 3; line += 1) {
      events.push('log', 'x'.repeat(100));
    }
    await events.flush();
    expect(texts()).toEqual(Array(3).fill(`${'x'.repeat(10)}…`));
  });

  it('keeps what could not be written, in order', async () => {
    let isAway = true;
    const events = batcher({
      append: async (batch, changed) => {
        if (isAway) {
          throw new Error('no database');
        }
        batches.push(batch);
        phases.push(changed);
        return 1;
      },
    });
    events.push('log', 'one');
    events.setPhases([{ name: 'apply', status: 'running' }]);
    await events.flush();
    isAway = false;
    events.push('log', 'two');
    await events.flush();
    expect(texts()).toEqual(['one', 'two']);
    expect(phases).toEqual([[{ name: 'apply', status: 'running' }]]);
  });

  it('stops when the operation is another worker’s', async () => {
    const events = batcher({
      append: async batch => {
        batches.push(batch);
        return undefined;
      },
    });
    events.push('log', 'one');
    await events.flush();
    events.push('log', 'two');
    await events.flush();
    expect(texts()).toEqual(['one']);
  });
});
