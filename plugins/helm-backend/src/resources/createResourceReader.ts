import {
  HelmError,
  identifyObjects,
  objectKey,
  stringifyReleaseRef,
  summarizeHealth,
  type ObjectIdentity,
  type Resource,
  type ResourceList,
} from '@backstage-helm/plugin-helm-common';
import type { ClusterAccess, KubeClient } from '../clusters/KubeClient';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import type { Redactor } from '../redaction/Redactor';
import { createRedactor, redactionSource } from '../redaction/createRedactor';
import { forEachLimited } from '../releases/forEachLimited';
import type { ReleaseStore } from '../releases/ReleaseStore';
import { ApiDiscovery } from './ApiDiscovery';
import { assessObject, type AssessedObject } from './assessObject';
import { readWarnings } from './readEvents';
import { readLiveObjects } from './readLiveObjects';
import type {
  RenderedRelease,
  ResourceOptions,
  ResourceReader,
} from './ResourceReader';

const CONCURRENCY = 4;
const MAX_EVENTS = 10;

const order: Record<Resource['status'], number> = {
  Failed: 0,
  Missing: 1,
  Progressing: 2,
  Unknown: 3,
  Ready: 4,
};

export interface ResourceReaderOptions {
  /** Whose `allow` says where objects are looked for. */
  config: Pick<HelmConfig, 'environments'>;
  clusters: Pick<ClusterAccess, 'reader'>;
  store: Pick<ReleaseStore, 'latest' | 'revision'>;
  /** `HelmConfig.secretKeys`. */
  secretKeys: readonly RegExp[];
  now: () => number;
}

interface Wanted {
  object: ObjectIdentity;
  isHook: boolean;
}

function wantedObjects(rendered: RenderedRelease): Wanted[] {
  const wanted = [
    ...identifyObjects(rendered.manifest).map(object => ({
      object,
      isHook: false,
    })),
    ...rendered.hooks.flatMap(hook =>
      identifyObjects(hook.manifest).map(object => ({ object, isHook: true })),
    ),
  ];
  const byKey = new Map<string, Wanted>();
  for (const entry of wanted) {
    const key = objectKey(entry.object, rendered.namespace);
    if (!byKey.has(key)) {
      byKey.set(key, entry);
    }
  }
  return [...byKey.values()];
}

async function addEvents(client: KubeClient, assessed: AssessedObject[]) {
  const notReady = assessed.filter(
    ({ resource }) =>
      resource.namespace &&
      resource.status !== 'Ready' &&
      resource.status !== 'Unknown',
  );
  const namespaces = new Set(
    notReady.flatMap(({ resource }) => resource.namespace ?? []),
  );
  for (const namespace of namespaces) {
    const warnings = await readWarnings(client, namespace);
    for (const { resource, uids } of notReady) {
      if (resource.namespace === namespace) {
        resource.events = warnings
          .filter(
            event =>
              uids.has(event.uid) ||
              (event.kind === resource.kind && event.name === resource.name),
          )
          .slice(0, MAX_EVENTS)
          .map(({ at, type, reason, message, count }) => ({
            at,
            type,
            reason,
            message,
            count,
          }));
      }
    }
  }
}

function redactResource(resource: Resource, redactor: Redactor): Resource {
  return {
    ...resource,
    words: redactor.text(resource.words),
    events: resource.events.map(event => ({
      ...event,
      message: redactor.text(event.message),
    })),
    failing: resource.failing.map(failing => ({
      ...failing,
      reason: redactor.text(failing.reason),
      lastLines: failing.lastLines?.map(line => redactor.text(line)),
    })),
  };
}

function notReadyFirst(a: Resource, b: Resource): number {
  return (
    order[a.status] - order[b.status] ||
    a.kind.localeCompare(b.kind, 'en') ||
    a.name.localeCompare(b.name, 'en')
  );
}

/** Makes the reader that screens, operation logs and explanations share. */
export function createResourceReader(
  options: ResourceReaderOptions,
): ResourceReader {
  const { config, clusters, store, secretKeys, now } = options;
  const discovery = new ApiDiscovery(now);

  async function read(
    client: KubeClient,
    rendered: RenderedRelease,
    redactor: Redactor,
    { summary = false, withLogs = false }: ResourceOptions = {},
  ): Promise<ResourceList> {
    const startedAt = now();
    const wanted = wantedObjects(rendered).filter(
      ({ isHook }) => !(summary && isHook),
    );
    const { namespace } = rendered;
    const live = await readLiveObjects(
      client,
      discovery,
      wanted.map(({ object }) => object),
      {
        namespace,
        allow: environmentOf(config, client.cluster, namespace)?.allow,
      },
    );
    const assessed: AssessedObject[] = [];
    await forEachLimited(wanted, CONCURRENCY, async ({ object, isHook }) => {
      const found = live.get(objectKey(object, rendered.namespace));
      // Hooks come and go: one that is not there is no fault.
      if (found && !(isHook && found.type === 'missing')) {
        assessed.push(
          await assessObject(client, object, found, {
            isHook,
            withLogs: withLogs && !summary,
            now: startedAt,
          }),
        );
      }
    });
    if (!summary) {
      await addEvents(client, assessed);
    }
    const items = assessed
      .map(({ resource }) => redactResource(resource, redactor))
      .sort(notReadyFirst);
    return {
      summary: summarizeHealth(items),
      items: summary ? [] : items,
      observedAt: new Date(startedAt).toISOString(),
    };
  }

  return {
    read,
    async list(ref, environment, { redactor, ...rest } = {}) {
      const latest = store.latest(ref);
      if (!latest) {
        throw new HelmError(
          {
            code: 'NOT_FOUND',
            message: `There is no release ${stringifyReleaseRef(ref)}.`,
          },
          { status: 404 },
        );
      }
      const [client, revision] = await Promise.all([
        clusters.reader(environment),
        store.revision(ref, latest.revision),
      ]);
      return read(
        client,
        {
          namespace: ref.namespace,
          manifest: revision.manifest,
          hooks: revision.hooks,
        },
        redactor ??
          createRedactor({ secretKeys, sources: [redactionSource(revision)] }),
        rest,
      );
    },
  };
}
