import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { PackagedChart } from '../charts/package.ts';
import {
  type ProcessRef,
  refer,
  run,
  startDetached,
  until,
} from '../process.ts';
import type { Tools } from '../tools.ts';

/** The OCI registry's process. */
export interface Registry {
  /** `oci://127.0.0.1:PORT/charts` */
  url: string;
  process: ProcessRef;
  log: string;
}

/** The registry's configuration: files below `folder`, plain HTTP on loopback. */
export function registryConfiguration(folder: string, port: number): object {
  return {
    version: 0.1,
    log: { level: 'warn', accesslog: { disabled: true } },
    storage: {
      filesystem: { rootdirectory: folder },
      delete: { enabled: true },
    },
    http: { addr: `127.0.0.1:${port}`, secret: 'only-for-loopback' },
  };
}

/** Starts the registry and waits until it answers. */
export async function startRegistry(options: {
  tools: Tools;
  directory: string;
  port: number;
  /** Told of the process before it is waited for. */
  onStart: (process: ProcessRef) => Promise<void>;
}): Promise<Registry> {
  const { tools, directory, port, onStart } = options;
  const storage = join(directory, 'storage');
  await mkdir(storage, { recursive: true });
  const configFile = join(directory, 'config.yaml');
  await writeFile(configFile, stringify(registryConfiguration(storage, port)));
  const log = join(directory, 'registry.log');
  const pid = startDetached(tools.registry, ['serve', configFile], {
    cwd: directory,
    logFile: log,
    env: { PATH: process.env.PATH, OTEL_TRACES_EXPORTER: 'none' },
  });
  const ref = await refer('OCI registry', pid);
  await onStart(ref);
  await until(`OCI registry (${log})`, 20_000, async () => {
    const response = await fetch(`http://127.0.0.1:${port}/v2/`);
    return response.ok || undefined;
  });
  return { url: `oci://127.0.0.1:${port}/charts`, process: ref, log };
}

/** Pushes the chart versions that the registry doesn't hold yet. */
export async function pushCharts(options: {
  helm: string;
  registry: string;
  directory: string;
  charts: PackagedChart[];
}): Promise<void> {
  const { helm, registry, directory, charts } = options;
  for (const { name, version, file, isNew } of charts) {
    const tag = join(
      directory,
      'storage/docker/registry/v2/repositories/charts',
      name,
      '_manifests/tags',
      version.replace('+', '_'),
    );
    if (isNew || !existsSync(tag)) {
      await run(helm, ['push', file, registry, '--plain-http'], {
        timeoutMs: 60_000,
      });
    }
  }
}
