import { randomUUID } from 'node:crypto';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import type { Engine } from '@backstage-helm/plugin-helm-node';
import type { Knex } from 'knex';
import { anEnvironment } from '../../config/__testUtils__/anEnvironment';
import type { PlanRecord } from '../../plans/PlanRecord';
import {
  createOperations,
  type Operations,
  type OperationsDependencies,
} from '../index';
import type { AdmissionRequest } from '../admitOperation';
import { AllowList } from './AllowList';
import { PlansInMemory } from './aPlan';
import { ScriptedEngine } from './ScriptedEngine';

/** Short enough for tests, in the same proportions. */
export const QUICK_TIMES = {
  // Long for a test: on a busy machine a short one runs out by itself.
  leaseMs: 10_000,
  renewMs: 100,
  pollMs: 50,
  sweepMs: 50,
  recheckMs: 50,
  followPollMs: 50,
  drainMs: 2_000,
  roundMs: 5_000,
  unreadyAfterMs: 5_000,
  events: { flushMs: 10, flushBytes: 65_536, lineBytes: 4_096 },
};

/** A worker that dies: nothing waits for it, and it is missed soon. */
export const DYING_TIMES = { drainMs: 0, leaseMs: 600 };

export const dana = mockCredentials.user('user:default/dana');

const environment = anEnvironment({
  namespaces: [],
  engine: 'scripted',
  defaults: {
    wait: true,
    timeoutSeconds: 300,
    historyMax: 10,
    rollbackOnFailure: true,
    createNamespace: true,
  },
});

/** One replica of the write path with parts that a test can reach. */
export interface Replica extends Operations {
  engine: ScriptedEngine;
  authorizer: AllowList;
  plans: PlansInMemory;
  /** Admits the plan for Dana under a key of its own. */
  run(
    record: PlanRecord,
    request?: Partial<AdmissionRequest>,
  ): ReturnType<Operations['service']['create']>;
}

export function createReplica(
  knex: Knex,
  options: {
    engine?: ScriptedEngine;
    engines?: Engine[];
    plans?: PlansInMemory;
    config?: Partial<OperationsDependencies['config']>;
  } & Partial<
    Omit<OperationsDependencies, 'config' | 'engines' | 'plans'>
  > = {},
): Replica {
  const {
    engine = new ScriptedEngine(),
    engines = [],
    plans = new PlansInMemory(),
    config,
    ...rest
  } = options;
  const authorizer = new AllowList();
  const operations = createOperations({
    knex,
    engines: new Map(
      [engine, ...engines].map(entry => [entry.name, entry] as const),
    ),
    plans,
    authorizer,
    permissions: {
      authorize: async () => [{ result: AuthorizeResult.ALLOW }],
    },
    httpAuth: mockServices.httpAuth({
      defaultCredentials: mockCredentials.none(),
    }),
    config: {
      automation: [],
      concurrency: 4,
      drainSeconds: 2,
      environments: ['dev', 'staging', 'prod'].map(name => ({
        ...environment,
        name,
      })),
      planTtlSeconds: 3_600,
      retention: {
        operationsDays: 30,
        logDays: 30,
        plansDays: 30,
        eventsPerOperation: 1_000,
        auditDays: 0,
      },
      ...config,
    },
    logger: mockServices.logger.mock(),
    now: () => Date.now(),
    newId: randomUUID,
    host: { name: 'host-1', bootId: 'boot-1' },
    redactText: text => text,
    execution: { maxAgeMs: 900_000 },
    // What waits would do what was reviewed.
    replanFor: (_, waiting) => plans.get(waiting.planId ?? ''),
    hasRevision: async () => true,
    statefulChanges: async () => [],
    isDurable: true,
    ...rest,
    times: { ...QUICK_TIMES, ...rest.times },
  });
  return {
    ...operations,
    engine,
    authorizer,
    plans,
    async run(record, request = {}) {
      await plans.put(record);
      return operations.service.create(
        {
          plan: record.plan.id,
          reason: 'because',
          idempotencyKey: randomUUID(),
          ...request,
        },
        dana,
      );
    },
  };
}
