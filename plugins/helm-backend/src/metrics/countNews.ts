import type { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { operationKinds } from '@backstage-helm/plugin-helm-common';
import type { OperationNews, TellNews } from '../operations/OperationNews';
import { INSTRUMENTS } from './instruments';

/** From an idle queue to the longest that an approved change waits. */
const WAIT_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600];
const RUN_SECONDS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600];

const DECISIONS: Partial<Record<OperationNews['type'], string>> = {
  approved: 'approved',
  rejected: 'rejected',
  'approval-stale': 'stale',
  'approval-expired': 'expired',
  'broke-glass': 'broke-glass',
};

/** What is counted from zero on: a first failure has to be seen as one more. */
const FROM_ZERO = {
  kinds: ['install', 'upgrade', 'rollback', 'uninstall'],
  outcomes: ['succeeded', 'failed', 'rolled-back', 'interrupted', 'dead'],
};

/** Counters and histograms of what operations tell. Keeps no operation. */
export function countNews(
  metrics: MetricsService,
  environments: { name: string; engine: string }[],
): TellNews {
  const { operations, wait, run, leaseLosses, approvals, freezeOverrides } =
    INSTRUMENTS;
  const ended = metrics.createCounter(operations.name, operations);
  const waits = metrics.createHistogram(wait.name, {
    ...wait,
    advice: { explicitBucketBoundaries: WAIT_SECONDS },
  });
  const runs = metrics.createHistogram(run.name, {
    ...run,
    advice: { explicitBucketBoundaries: RUN_SECONDS },
  });
  const lost = metrics.createCounter(leaseLosses.name, leaseLosses);
  const decided = metrics.createCounter(approvals.name, approvals);
  const thawed = metrics.createCounter(freezeOverrides.name, freezeOverrides);

  for (const { name: environment, engine } of environments) {
    for (const kind of FROM_ZERO.kinds) {
      lost.add(0, { environment, kind });
      for (const outcome of FROM_ZERO.outcomes) {
        ended.add(0, { environment, engine, kind, outcome });
      }
    }
    for (const decision of Object.values(DECISIONS)) {
      decided.add(0, { environment, decision });
    }
    thawed.add(0, { environment });
  }

  function settled({ operation }: OperationNews): void {
    if (operation.awaitsFollowUp) {
      // Its rollback decides how it ended; that is told again.
      return;
    }
    const { environment, engine, status } = operation;
    const kind = kindLabel(operation.kind);
    ended.add(1, { environment, engine, kind, outcome: status });
    if (operation.startedAt && operation.finishedAt) {
      runs.record(seconds(operation.startedAt, operation.finishedAt), {
        environment,
        kind,
        outcome: status,
      });
    }
  }

  function started({ operation }: OperationNews): void {
    const { environment, attempt, startedAt, availableAt } = operation;
    // One that was given back started before it was available again.
    if (attempt === 1 && startedAt && startedAt >= availableAt) {
      waits.record(seconds(availableAt, startedAt), {
        environment,
        kind: kindLabel(operation.kind),
      });
    }
  }

  return news => {
    const { environment } = news.operation;
    const decision = DECISIONS[news.type];
    if (decision) {
      decided.add(1, { environment, decision });
    }
    switch (news.type) {
      case 'settled':
      case 'superseded':
        settled(news);
        break;
      case 'started':
        started(news);
        break;
      case 'lease-lost':
        lost.add(1, { environment, kind: kindLabel(news.operation.kind) });
        break;
      case 'freeze-overridden':
        thawed.add(1, { environment });
        break;
      default:
    }
  };
}

/** Kinds are an open set in the database: labels are not. */
function kindLabel(kind: string): string {
  return operationKinds.has(kind) ? kind : 'other';
}

function seconds(from: number, to: number): number {
  return (to - from) / 1000;
}
