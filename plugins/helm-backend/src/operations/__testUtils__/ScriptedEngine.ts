import {
  operationKinds,
  stringifyReleaseRef,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type {
  Engine,
  EngineOperation,
  EngineReporter,
  HandedOver,
  Observation,
  Settled,
} from '@backstage-helm/plugin-helm-node';

/** A release as the storage of the scripted cluster holds it. */
export interface ScriptedRelease {
  revision: number;
  status: string;
  chartVersion?: string;
  operationId?: string;
  updatedAt?: string;
}

/** What an operation does; `settle` applies and tells it. */
export type Script = (run: {
  operation: EngineOperation;
  reporter: EngineReporter;
  signal: AbortSignal;
  engine: ScriptedEngine;
}) => Promise<Settled | HandedOver>;

/** A cluster kept by a test, that several replicas' engines look at. */
export class ScriptedCluster {
  readonly releases = new Map<string, ScriptedRelease>();
  /** Every start that had its intent recorded, in order. */
  readonly changes: { id: string; release: string }[] = [];
  /** Operations under way now, by release. */
  readonly running = new Map<string, string[]>();
}

/** An engine without Helm: each operation does what its script says. */
export class ScriptedEngine implements Engine {
  readonly name = 'scripted';
  readonly capabilities = {
    kinds: [...operationKinds.keys()],
    handsOver: false,
  };
  readonly cluster: ScriptedCluster;
  readonly started: EngineOperation[] = [];
  /** The script of operations that have none of their own. */
  script: Script = run => run.engine.succeed(run);
  /** What recovery finds. */
  recovery: Engine['recover'] = async operation =>
    this.settled('succeeded', operation);

  constructor(cluster = new ScriptedCluster()) {
    this.cluster = cluster;
  }

  async probe(): Promise<{ kind: 'none' }> {
    return { kind: 'none' };
  }

  async observe(release: ReleaseRef): Promise<Observation> {
    const stored = this.cluster.releases.get(stringifyReleaseRef(release));
    return {
      revision: stored?.revision ?? 0,
      status: stored?.status ?? 'absent',
      chartVersion: stored?.chartVersion,
      operationId: stored?.operationId,
      updatedAt: stored?.updatedAt,
      observedAt: new Date(0).toISOString(),
    };
  }

  async start(
    operation: EngineOperation,
    options: { reporter: EngineReporter; signal: AbortSignal },
  ): Promise<Settled | HandedOver> {
    this.started.push(operation);
    return this.script({ operation, ...options, engine: this });
  }

  async poll(): Promise<Settled | HandedOver> {
    throw new Error('nothing was handed over');
  }

  async cancel(): Promise<{ type: 'not-possible'; reason: string }> {
    return { type: 'not-possible', reason: 'nothing was handed over' };
  }

  recover(
    operation: EngineOperation,
    intent: Parameters<Engine['recover']>[1],
  ): ReturnType<Engine['recover']> {
    return this.recovery(operation, intent);
  }

  /** Writes the next revision and succeeds. */
  async succeed(run: Parameters<Script>[0]): Promise<Settled> {
    await this.change(run, { status: 'deployed' });
    return this.settled('succeeded', run.operation);
  }

  /** Writes the next revision, which does not become ready. */
  async fail(run: Parameters<Script>[0]): Promise<Settled> {
    await this.change(run, { status: 'failed' });
    return this.settled('failed', run.operation);
  }

  /** Records the intent, then writes the release. */
  async change(
    { operation, reporter }: Parameters<Script>[0],
    release: Partial<ScriptedRelease>,
  ): Promise<void> {
    const key = stringifyReleaseRef(operation.release);
    await reporter.intent({ pid: 1, startTime: '1' });
    this.cluster.changes.push({ id: operation.id, release: key });
    const before = this.cluster.releases.get(key);
    this.cluster.releases.set(key, {
      revision: (before?.revision ?? 0) + 1,
      status: 'deployed',
      operationId: operation.id,
      chartVersion: `${(before?.revision ?? 0) + 1}.0.0`,
      updatedAt: new Date(this.cluster.changes.length).toISOString(),
      ...release,
    });
  }

  async settled(
    status: Settled['status'],
    operation: EngineOperation,
    changed = true,
  ): Promise<Settled> {
    const observation = await this.observe(operation.release);
    return {
      type: 'settled',
      status,
      changed,
      observation,
      outcome: {
        code: status === 'succeeded' ? 'DONE' : 'HELM_FAILED',
        title: `${operation.kind} ${status}`,
        holds: `Revision ${observation.revision} is ${observation.status}.`,
      },
    };
  }
}
