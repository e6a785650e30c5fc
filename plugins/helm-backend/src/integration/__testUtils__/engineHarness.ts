import { randomUUID } from 'crypto';
import { mkdtemp, readFile, rm } from 'fs/promises';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { ConfigReader } from '@backstage/config';
import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  applyOverride,
  type HelmProblem,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { EngineReporter } from '@backstage-helm/plugin-helm-node';
import { parse } from 'yaml';
import type { Override } from '../../bindings/Binding';
import { createChartSource } from '../../charts';
import { DefaultClusterAccess } from '../../clusters/DefaultClusterAccess';
import { readHelmConfig } from '../../config/readHelmConfig';
import type { Declaration } from '../../declarations/Declaration';
import { createDigester } from '../../digest/createDigester';
import { createHelmEngine, type HelmEngineOptions } from '../../engines/helm';
import {
  createHelmHomes,
  createHelmRunner,
  isAlive,
  readHostIdentity,
} from '../../helm';
import { createFence } from '../../plans/createFence';
import { createKindScopes } from '../../plans/kindScopes';
import { createPlanning } from '../../plans/createPlanning';
import type { PlanRecord, PlanWork } from '../../plans/PlanRecord';
import { createWouldChange } from '../../plans/wouldChange';
import { revisionDigest } from '../../plans/revisionDigest';
import { DefaultReleaseStore } from '../../releases/DefaultReleaseStore';
import { createOwnershipProbe } from '../../releases/ownership';
import { createResourceReader, explainFailure } from '../../resources';

/** What a test hears of an operation. */
export interface Heard {
  lines: string[];
  phases: [name: string, status: string][];
  pid?: number;
}

/** A reporter that keeps what it hears. */
export function listen(
  onIntent: (pid: number | undefined) => Promise<void> = async () => undefined,
): { heard: Heard; reporter: EngineReporter } {
  const heard: Heard = { lines: [], phases: [] };
  return {
    heard,
    reporter: {
      phase: (name, status) => heard.phases.push([name, status]),
      log: text => heard.lines.push(text),
      warn: text => heard.lines.push(`! ${text}`),
      async intent({ pid }) {
        heard.pid = pid;
        await onIntent(pid);
      },
    },
  };
}

/** State file of the running local clusters, by HELM_TEST_STATE. */
export const stateFile = process.env.HELM_TEST_STATE;

/**
 * The engine on the real local clusters, with the real charts, deployers and
 * Helm; declarations, bindings and overrides are in memory.
 */
export async function startEngine(major: 3 | 4, logger: LoggerService) {
  const state = JSON.parse(await readFile(String(stateFile), 'utf8'));
  const workDir = await mkdtemp(join(tmpdir(), 'helm-engine-'));
  const given = parse(await readFile(state.appConfig, 'utf8'));
  given.helm.binaries = { helm3: state.tools.helm3, helm4: state.tools.helm };
  given.helm.workDir = workDir;
  given.permission = { enabled: true };
  for (const environment of given.helm.environments) {
    environment.helm = { version: major };
  }
  const config = readHelmConfig(new ConfigReader(given));
  const now = Date.now;
  const clusters = new DefaultClusterAccess({ config, now });
  const store = new DefaultReleaseStore({
    config,
    clusters,
    logger,
    now,
    random: Math.random,
    valuesDigest: values_ => JSON.stringify(values_),
    wait: async milliseconds => {
      await sleep(milliseconds);
    },
  });
  const charts = createChartSource({ config, now, newId: randomUUID });
  const runner = createHelmRunner({
    binaries: config.binaries,
    homes: createHelmHomes({ root: join(workDir, 'homes'), newId: randomUUID }),
    environment: process.env,
  });
  const digester = createDigester(Buffer.from('test'));
  const values = new Map<string, Record<string, unknown>>();
  let override: Override | undefined;
  const keyOf = (ref: ReleaseRef) => `${ref.namespace}/${ref.name}`;
  const problems: HelmProblem[] = [];
  const declarationOf = (ref: ReleaseRef): Declaration => ({
    entityRef: 'component:default/test',
    environment: 'dev',
    release: ref,
    chart: { repository: 'local', name: 'web-service', version: '1.2.0' },
    layers: [],
    values: values.get(keyOf(ref)) ?? {},
    digest: 'declared',
    valuesDigest: '',
    wait: true,
    timeoutSeconds: 30,
    rollbackOnFailure: false,
    createNamespace: false,
    sources: [],
    problems,
    readAt: '',
  });
  const scopes = createKindScopes({ clusters, now });
  const reader = createResourceReader({
    config,
    clusters,
    store,
    secretKeys: config.secretKeys,
    now,
  });
  const options: HelmEngineOptions = {
    config,
    runner,
    charts,
    clusters,
    store,
    digester,
    declarations: { resolve: async (_, __, ref) => declarationOf(ref) },
    bindings: {
      get: async release => ({
        release,
        entityRef: 'component:default/test',
        environment: 'dev',
        by: 'user:default/ana',
        at: '',
      }),
    },
    overrides: { active: async () => override },
    probeOwner: createOwnershipProbe({ config, clusters, store }),
    fence: createFence({ scopes }),
    holder: async () => undefined,
    wouldChange: createWouldChange({ now }),
    resources: { read: reader.read, explain: explainFailure },
    host: await readHostIdentity(),
    isAlive,
    terminate: pid => process.kill(pid, 'SIGTERM'),
    now,
    wait: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
    },
  };
  const engine = createHelmEngine(options);
  const records = new Map<string, PlanRecord>();
  const planning = createPlanning({
    ...options,
    secretRuns: undefined,
    config,
    charts,
    scopes,
    declarations: {
      ofRelease: async ref => [declarationOf(ref)],
      resolve: async (_, __, ref) => declarationOf(ref),
    },
    plans: {
      async put(record) {
        records.set(record.plan.id, record);
      },
      get: async id => records.get(id)!,
    },
    authorizer: {
      assert: async () => undefined,
      principal: async () => 'user:default/ana',
    },
    newId: randomUUID,
  });

  /** A plan's work on what the cluster holds now. */
  async function workOn(
    ref: ReleaseRef,
    kind: string,
    more: Partial<PlanWork> & { version?: string } = {},
  ): Promise<PlanWork> {
    const base = await store.observe(ref);
    const { version, ...rest } = more;
    const chart = version
      ? await charts.fetch('local', 'web-service', version)
      : undefined;
    const wanted = applyOverride(
      values.get(keyOf(ref)) ?? {},
      rest.override?.patch ?? {},
    );
    return {
      kind,
      chart: chart && {
        repository: 'local',
        name: chart.name,
        version: chart.version,
        digest: chart.digest,
      },
      clearOverride: false,
      valuesDigest: digester.json(wanted),
      baseRevision: base?.revision ?? 0,
      baseDigest: base && revisionDigest(digester, base),
      wait: true,
      timeoutSeconds: 30,
      historyMax: 10,
      rollbackOnFailure: false,
      createNamespace: false,
      helmMajor: major,
      preHooks: 0,
      postHooks: 0,
      ...rest,
    };
  }

  /** Carries one operation out, as a worker would. */
  async function run(
    ref: ReleaseRef,
    work: PlanWork,
    given_: {
      reason?: string;
      signal?: AbortSignal;
      onIntent?: (pid: number | undefined) => Promise<void>;
      id?: string;
    } = {},
  ) {
    const { heard, reporter } = listen(given_.onIntent);
    const changes = ['install', 'upgrade', 'rollback'].includes(work.kind);
    const operation = {
      id: given_.id ?? randomUUID(),
      kind: work.kind,
      release: ref,
      environment: 'dev',
      work,
      requestedBy: 'user:default/ana',
      reason: given_.reason ?? 'Because',
      expectedRevision: work.baseRevision + (changes ? 1 : 0),
      deadline: new Date(now() + 120_000).toISOString(),
    };
    const settled = await engine.start(operation, {
      reporter,
      signal: given_.signal ?? new AbortController().signal,
    });
    return { settled, heard, operation };
  }

  return {
    engine,
    planning,
    records,
    options,
    config,
    clusters,
    store,
    values,
    workDir,
    state,
    workOn,
    run,
    setOverride: (given__: Override | undefined) => {
      override = given__;
    },
    async stop() {
      await store.stop();
      await charts.close();
      await rm(workDir, { recursive: true, force: true });
    },
  };
}
