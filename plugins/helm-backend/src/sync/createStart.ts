import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isHelmError,
  type HelmProblem,
  type PlanRequest,
} from '@backstage-helm/plugin-helm-common';
import type { ChartSource } from '../charts';
import type { EnvironmentConfig } from '../config/HelmConfig';
import { inTransaction, type Database } from '../database/Database';
import type { PlanRecord } from '../plans/PlanRecord';
import type { PromotionGate } from '../promotion/PromotionGate';
import { backoffMs } from './backoff';
import type { CatalogOperations } from './catalogOperations';
import type { SyncSubject } from './gatherFacts';
import { isOfTheMoment } from './judgeEnding';
import { recordStop } from './recordSync';
import type { TellSyncNews } from './SyncNews';
import { syncReason } from './syncReason';
import type { SyncRow } from './SyncRow';
import { recordEnded, recordWaiting } from './syncRows';

/** A target whose declaration is to be brought about now. */
export interface StartRequest extends SyncSubject {
  environment: EnvironmentConfig;
  row: SyncRow;
  /** Our own operation, which waits for what is not wanted any more. */
  replaces?: string;
}

/** Plans it and lets it in, or writes down why not. Never throws. */
export type StartSync = (request: StartRequest) => Promise<void>;

/** A release that goes because its entity went. */
export type StartUninstall = (
  request: Pick<StartRequest, 'known' | 'environment' | 'row'> & {
    wanted: string;
  },
) => Promise<void>;

export interface StartOptions {
  database: Database;
  planFor: (request: PlanRequest) => Promise<PlanRecord>;
  operations: Pick<CatalogOperations, 'admit'>;
  /** Whether the catalog answers that this entity has nothing of Helm's any more. */
  isUndeclared: (entityRef: string) => Promise<boolean>;
  charts: Pick<ChartSource, 'fetch'>;
  promotion?: PromotionGate;
  redactText: (text: string) => string;
  tell: TellSyncNews;
  logger: LoggerService;
}

/** Somebody was quicker, here or on another replica: the next round sees it. */
const OVERTAKEN = new Set(['SUPERSEDED', 'IDEMPOTENCY_KEY_REUSED']);

export function createStart(options: StartOptions): {
  start: StartSync;
  startUninstall: StartUninstall;
} {
  const { database, operations } = options;

  /** Before planning, which is work and may be in vain. */
  async function promotionProblem({
    declaration,
    environment,
    known,
  }: StartRequest): Promise<HelmProblem | undefined> {
    const { chart, entityRef } = declaration;
    if (!options.promotion || !environment.promotion.required || !chart) {
      return undefined;
    }
    const { repository, name, version } = chart;
    const fetched = await options.charts.fetch(repository, name, version);
    return options.promotion.problem({
      environment,
      kind: kindOf(known),
      entityRef,
      chart: { name, version: fetched.version, digest: fetched.digest },
    });
  }

  async function start(
    request: StartRequest,
  ): Promise<HelmProblem | undefined> {
    const { known, declaration, row, replaces } = request;
    const unfulfilled = await promotionProblem(request);
    if (unfulfilled) {
      return unfulfilled;
    }
    const record = await options.planFor({
      release: known.ref,
      kind: kindOf(known),
    });
    const blocked = record.plan.blockedBy.find(
      ({ code }) => code !== 'PROMOTION_RULE',
    );
    if (blocked) {
      return blocked as HelmProblem;
    }
    await operations.admit(
      record,
      { ...row, wanted: declaration.digest },
      { reason: syncReason(record, declaration.revision), replaces },
    );
    return undefined;
  }

  /** It can't be let in: later, or never as it is declared. */
  async function writeDown(
    { row, environment }: Pick<StartRequest, 'row' | 'environment'>,
    problem: HelmProblem,
  ): Promise<void> {
    const { code } = problem;
    const message = options.redactText(
      [problem.message, problem.wayOut].filter(Boolean).join(' '),
    );
    const { backoffSeconds } = environment.sync;
    if (isOfTheMoment(code)) {
      await recordWaiting(
        database,
        row,
        { ...problem, message: options.redactText(problem.message) },
        isLookedAtEachRound(code) ? 0 : backoffMs(backoffSeconds, 1, code),
      );
      return;
    }
    const attempts = row.attempts + 1;
    const isLast =
      !isWorthAnother(code) || attempts >= environment.sync.attempts;
    const news = await inTransaction(database, async tx => {
      const isOurs = await recordEnded(tx, row, {
        attempts,
        failure: message,
        pauseMs: isLast
          ? undefined
          : backoffMs(backoffSeconds, attempts, `${code}${row.generation}`),
      });
      return isOurs && isLast ? recordStop(tx, row, message) : undefined;
    });
    if (news) {
      options.tell(news);
    }
  }

  /** The catalog itself is asked, now: what it can't say counts as declared. */
  async function whyStillDeclared({
    binding,
  }: StartRequest['known']): Promise<HelmProblem | undefined> {
    const entityRef = binding?.entityRef ?? '';
    const isGone = await options.isUndeclared(entityRef).catch(error => {
      options.logger.warn(`${entityRef} could not be looked for`, error);
      return false;
    });
    return isGone
      ? undefined
      : {
          code: 'FILE_UNREADABLE',
          message: `The catalog does not say for certain that ${entityRef} is gone.`,
          wayOut: 'It is asked again soon.',
        };
  }

  async function uninstall({
    known,
    row,
    wanted,
  }: Parameters<StartUninstall>[0]): Promise<HelmProblem | undefined> {
    const doubt = await whyStillDeclared(known);
    if (doubt) {
      return doubt;
    }
    const record = await options.planFor({
      release: known.ref,
      kind: 'uninstall',
      keepHistory: true,
    });
    const [blocked] = record.plan.blockedBy;
    if (blocked) {
      return blocked as HelmProblem;
    }
    await operations.admit(
      record,
      { ...row, wanted },
      { reason: `${row.entityRef ?? 'Its entity'} is gone from the catalog` },
    );
    return undefined;
  }

  async function attempt<
    Request extends Pick<StartRequest, 'known' | 'row' | 'environment'>,
  >(
    request: Request,
    work: (request: Request) => Promise<HelmProblem | undefined>,
  ): Promise<void> {
    try {
      const problem = await work(request);
      if (problem) {
        await writeDown(request, problem);
      }
    } catch (error) {
      if (isHelmError(error) && OVERTAKEN.has(error.code)) {
        return;
      }
      options.logger.warn(
        `${request.known.ref.name} in ${request.environment.name} could not be brought to what is declared`,
        error as Error,
      );
      await writeDown(
        request,
        isHelmError(error)
          ? error.toProblem()
          : {
              code: 'INTERRUPTED',
              message: error instanceof Error ? error.message : String(error),
            },
      );
    }
  }

  return {
    start: request => attempt(request, start),
    startUninstall: request => attempt(request, uninstall),
  };
}

function kindOf({ deployed }: StartRequest['known']): 'install' | 'upgrade' {
  return deployed && deployed.status !== 'uninstalled' ? 'upgrade' : 'install';
}

/** What others' news may end at any moment; looking costs nothing. */
function isLookedAtEachRound(code: string): boolean {
  return code === 'PROMOTION_RULE' || code === 'RELEASE_BUSY';
}

/** Not what a rule refuses: it would refuse it again. */
const REFUSALS = new Set([
  'NOT_ALLOWED',
  'PERMISSIONS_OFF',
  'ENVIRONMENT_READ_ONLY',
  'OBJECT_NOT_ALLOWED',
  'IMAGE_NOT_PINNED',
  'PLAN_BLOCKED',
  'SECRET_IN_VALUES',
  'ACTION_NOT_POSSIBLE',
]);

function isWorthAnother(code: string): boolean {
  return !REFUSALS.has(code);
}
