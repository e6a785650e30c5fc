import type { ResourceList } from '@backstage-helm/plugin-helm-common';
import { HelmSteps, type HelmWork } from './HelmSteps';

const look = (...statuses: string[]): ResourceList =>
  ({
    items: statuses.map(text => ({
      status: text.replace('hook ', ''),
      isHook: text.startsWith('hook '),
    })),
    summary: { words: '1 of 2 ready' },
  } as ResourceList);

function steps(work: Partial<HelmWork> = {}) {
  const told: string[] = [];
  const helm = new HelmSteps(
    {
      phase: (name, status, summary) =>
        told.push([name, status, summary].filter(Boolean).join(' ')),
    },
    { preHooks: 0, postHooks: 0, waits: true, isVisible: true, ...work },
  );
  return { helm, told };
}

describe('HelmSteps', () => {
  it('ends apply when the objects are there, and tells it once', () => {
    const { helm, told } = steps();
    helm.look(look('Progressing'));
    helm.look(look('Missing', 'Ready'));
    helm.look(look('Progressing', 'Ready'));
    helm.look(look('Progressing', 'Ready'));
    helm.end({ isPassed: false, code: 'WAIT_TIMEOUT' });
    helm.end({ isPassed: false, code: 'WAIT_TIMEOUT' });
    expect(told).toEqual([
      'hooks skipped',
      'apply running',
      'apply passed',
      'wait running 1 of 2 ready',
      'wait failed',
    ]);
  });

  it('applies after the hooks that come first', () => {
    const { helm, told } = steps({ preHooks: 1 });
    helm.look(look('hook Missing', 'Ready'));
    helm.look(look('hook Progressing', 'Ready'));
    expect(told).toEqual(['hooks running']);
    helm.look(look('hook Ready', 'Ready'));
    helm.look(look('hook Ready', 'Ready'));
    helm.end({ isPassed: true });
    expect(told).toEqual([
      'hooks running',
      'hooks passed',
      'apply running',
      'apply passed',
      'wait running 1 of 2 ready',
      'wait passed',
    ]);
  });

  it.each<[string, Partial<HelmWork>, string | undefined, string[]]>([
    ['a hook before', { preHooks: 1 }, 'HOOK_FAILED', ['hooks failed']],
    [
      'a hook after',
      { postHooks: 1 },
      'HOOK_FAILED',
      ['apply passed', 'hooks failed'],
    ],
    ['applying', { postHooks: 1 }, 'HELM_FAILED', ['apply failed']],
    [
      'a wait that was not seen',
      {},
      'WAIT_TIMEOUT',
      ['apply passed', 'wait failed'],
    ],
  ])('says that %s failed', (_, work, code, expected) => {
    const { helm, told } = steps(work);
    helm.end({ isPassed: false, code });
    expect(told.filter(text => !/running|skipped/.test(text)).sort()).toEqual(
      expected,
    );
  });

  it('takes the word of the storage in the end', () => {
    const { helm, told } = steps({ waits: false, isVisible: false });
    helm.look(look('Ready'));
    helm.look(look('Ready'));
    helm.end({ isPassed: false, code: 'HELM_FAILED' });
    helm.end({ isPassed: true });
    expect(told).toEqual([
      'hooks skipped',
      'apply running',
      'apply failed',
      'wait skipped',
      'apply passed',
    ]);
  });
});
