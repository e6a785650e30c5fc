import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { renderAppConfig } from './appConfig.ts';
import { packageCharts } from './charts/package.ts';
import { stopControlPlane } from './cluster/kwokctl.ts';
import { cleanUp } from './down.ts';
import { seedRepositories } from './git/seed.ts';
import { serveGit } from './git/server.ts';
import { writePodLogs } from './kubernetes/podLogs.ts';
import { DEFAULT_FIRST_PORT, assertPortsFree, planPorts } from './ports.ts';
import { type ProcessRef, refer, stopProcess } from './process.ts';
import { findRepository } from './repository.ts';
import {
  indexCharts,
  serveChartRepository,
} from './services/chartRepository.ts';
import type { LocalService } from './services/listen.ts';
import { pushCharts, startRegistry } from './services/registry.ts';
import { assertLoopbackOnly } from './sockets.ts';
import {
  controlPlanesFolder,
  podLogsFolder,
  startCluster,
} from './startCluster.ts';
import { type State, noteProcesses, stateFile, writePrivate } from './state.ts';
import { type Tools, findTools } from './tools.ts';
import { CLUSTERS } from './topology.ts';

/** What `up` needs to know; everything but the folder has a default. */
export interface UpOptions {
  /** Keeps data, logs, tokens and the state file. */
  directory: string;
  tools?: Partial<Tools>;
  firstPort?: number;
  /** The checkout with `examples/`; default: the one around the working directory. */
  repository?: string;
  /** Folders `<org>/<repository>` that become Git repositories. */
  gitSeed?: string;
  /** Told of every push. */
  pushWebhooks?: string[];
  /** Stops a start that is under way. */
  signal?: AbortSignal;
  log?: (line: string) => void;
}

/** A running set of clusters and services. */
export interface RunningSet {
  state: State;
  /** Stops everything; data stay. */
  stop(): Promise<void>;
}

/** Starts clusters, chart repository, OCI registry and Git, or stops what it had started and fails. */
export async function up(options: UpOptions): Promise<RunningSet> {
  const directory = resolve(options.directory);
  const repository = resolve(options.repository ?? findRepository());
  const log = options.log ?? (() => {});
  const tools = findTools(options.tools);
  const ports = planPorts(options.firstPort ?? DEFAULT_FIRST_PORT, CLUSTERS);
  const owner = await refer('local-cluster', process.pid);

  await mkdir(directory, { recursive: true, mode: 0o700 });
  await cleanUp(directory);
  await assertPortsFree(ports);
  const started: ProcessRef[] = [];
  const services: LocalService[] = [];
  const note = async (refs: ProcessRef[]) => {
    started.push(...refs);
    await noteProcesses(directory, { owner, processes: started });
  };
  await note([]);

  const stop = async () => {
    await Promise.all(services.map(service => service.close()));
    await Promise.all([
      ...started.map(ref => stopProcess(ref)),
      ...CLUSTERS.map(name =>
        stopControlPlane(controlPlanesFolder(directory), name),
      ),
    ]);
  };

  const startClusters = async () => {
    await writePodLogs(podLogsFolder(directory));
    return Promise.all(
      CLUSTERS.map(async name => {
        const cluster = await startCluster({
          name,
          directory,
          repository,
          ports: ports.clusters[name],
          tools,
        });
        log(`cluster ${name} is ready at ${cluster.url}`);
        return cluster;
      }),
    );
  };

  const startServices = async () => {
    const registry = await startRegistry({
      tools,
      directory: join(directory, 'registry'),
      port: ports.registry,
      onStart: ref => note([ref]),
    });
    const archives = join(directory, 'charts');
    const charts = await packageCharts({
      helm: tools.helm,
      sources: join(repository, 'examples/charts'),
      archives,
      work: join(directory, 'work/charts'),
    });
    const chartRepository = await serveChartRepository(
      archives,
      ports.chartRepository,
    );
    services.push(chartRepository);
    await indexCharts(tools.helm, archives, chartRepository.url);
    await pushCharts({
      helm: tools.helm,
      registry: registry.url,
      directory: join(directory, 'registry'),
      charts,
    });
    log(`charts are at ${chartRepository.url} and ${registry.url}`);
    const repositories = join(directory, 'git');
    const gitHost = await serveGit({
      directory: repositories,
      port: ports.git,
      pushWebhooks: options.pushWebhooks ?? [],
      log,
    });
    services.push(gitHost);
    const gitRepositories = await seedRepositories({
      seed: options.gitSeed ?? join(repository, 'examples/git'),
      directory: repositories,
      work: join(directory, 'work/git'),
      placeholders: {
        chartRepository: chartRepository.url,
        ociRegistry: registry.url,
        git: gitHost.url,
      },
    });
    log(`Git is at ${gitHost.url}`);
    return {
      chartRepository: chartRepository.url,
      ociRegistry: registry.url,
      registry: { process: registry.process, log: registry.log },
      git: gitHost.url,
      gitRepositories,
    };
  };

  // Both are awaited before anything is stopped: nothing may start after that.
  const [clusters, others] = await Promise.allSettled([
    startClusters(),
    startServices(),
  ]);
  try {
    if (clusters.status === 'rejected') {
      throw clusters.reason;
    }
    if (others.status === 'rejected') {
      throw others.reason;
    }
    options.signal?.throwIfAborted();
    await note(clusters.value.flatMap(({ processes }) => processes));
    await assertLoopbackOnly([owner, ...started]);
    const state: State = {
      directory,
      owner,
      tools,
      clusters: clusters.value,
      ...others.value,
      appConfig: join(directory, 'app-config.clusters.yaml'),
    };
    await writePrivate(
      state.appConfig,
      await renderAppConfig(state, new Date()),
    );
    await writePrivate(
      stateFile(directory),
      `${JSON.stringify(state, null, 2)}\n`,
    );
    return { state, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
