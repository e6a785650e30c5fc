import type {
  Resource,
  ResourceList,
} from '@backstage-helm/plugin-helm-common';
import { createProgress } from './progress';

const resource = (more: Partial<Resource>): Resource => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  name: 'web',
  isHook: false,
  status: 'Progressing',
  words: '1 of 3 new pods ready',
  events: [],
  failing: [],
  ...more,
});
const list = (...items: Resource[]): ResourceList => ({
  items,
  observedAt: '',
  summary: {
    status: 'Progressing',
    ready: 0,
    progressing: 0,
    failing: 0,
    unknown: 0,
    words: '',
  },
});

describe('createProgress', () => {
  it('says what changed, and each warning once', () => {
    const look = createProgress();
    const service = resource({ kind: 'Service', status: 'Ready', words: 'ok' });
    const event = {
      at: '',
      type: 'Warning' as const,
      reason: 'BackOff',
      message: 'restarting failed container',
      count: 2,
    };
    expect(look(list(resource({}), service))).toEqual([
      { level: 'log', text: 'Deployment web: 1 of 3 new pods ready' },
    ]);
    expect(look(list(resource({}), service))).toEqual([]);
    expect(
      look(list(resource({ words: '2 of 3 new pods ready', events: [event] }))),
    ).toEqual([
      { level: 'log', text: 'Deployment web: 2 of 3 new pods ready' },
      {
        level: 'warn',
        text: 'Deployment web: BackOff: restarting failed container',
      },
    ]);
    expect(
      look(
        list(
          resource({
            status: 'Ready',
            words: '3 of 3 pods ready',
            events: [{ ...event, count: 3 }],
          }),
        ),
      ),
    ).toEqual([{ level: 'log', text: 'Deployment web: 3 of 3 pods ready' }]);
  });
});
