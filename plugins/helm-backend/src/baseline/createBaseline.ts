import {
  isHelmError,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { forbidden, noToken, notGranted, refused } from './baselineErrors';
import {
  baselineObjects,
  FIELD_MANAGER,
  groupOf,
  type BaselineObject,
} from './baselineObjects';

/** Identity that prepares namespaces; not the deployer's. */
export interface BaselineAccess {
  /** A client of the service account `baseline.identity`, to be closed. */
  baseline(environment: string): Promise<KubeClient & { close(): void }>;
}

/** Prepares the namespace of a release before something is deployed there. */
export type ApplyBaseline = (
  environment: EnvironmentConfig,
  release: ReleaseRef,
  reporter: { log(text: string): void; warn(text: string): void },
) => Promise<void>;

/**
 * Applies the baseline by server-side apply, without force: fields of others
 * stay theirs, and a second time changes nothing. It never deletes.
 */
export function createBaseline(options: {
  config: Pick<HelmConfig, 'environments'>;
  access: BaselineAccess;
  /** Owner of the entity that the release belongs to. */
  ownerOf: (release: ReleaseRef) => Promise<string | undefined>;
}): ApplyBaseline {
  const { config, access, ownerOf } = options;

  return async (environment, release, reporter) => {
    const { baseline, name } = environment;
    if (!baseline.enabled) {
      return;
    }
    const { cluster, namespace } = release;
    const place = { environment, namespace };
    if (environmentOf(config, cluster, namespace)?.name !== name) {
      throw notGranted(place);
    }
    const owner = await ownerOf(release);
    if (
      baseline.ownerRole &&
      !(owner && groupOf(baseline.ownerGroups, owner))
    ) {
      reporter.warn(
        `Baseline: no group is mapped for ${
          owner ?? 'a release without owner'
        }; nobody was bound to ${baseline.ownerRole}.`,
      );
    }
    const client = await access.baseline(name).catch(error => {
      throw isRefusal(error) ? noToken(place, error) : error;
    });
    try {
      for (const object of baselineObjects(environment, namespace, owner)) {
        const result = await applyOne(client, place, object);
        reporter.log(`Baseline: ${object.kind} ${object.name} ${result}`);
      }
    } finally {
      client.close();
    }
  };
}

async function applyOne(
  client: KubeClient,
  place: Parameters<typeof refused>[0],
  object: BaselineObject,
): Promise<'created' | 'changed' | 'unchanged'> {
  const path = pathOf(object, place.namespace);
  try {
    const before = await client.request('GET', path);
    const answer = await client.request('PATCH', path, {
      query: { fieldManager: FIELD_MANAGER },
      contentType: 'application/apply-patch+yaml',
      // JSON is YAML.
      body: object.body,
    });
    if (answer.status !== 200 && answer.status !== 201) {
      throw refused(place, object, answer);
    }
    if (answer.status === 201) {
      return 'created';
    }
    const isSame =
      before.body.metadata?.resourceVersion ===
      answer.body.metadata?.resourceVersion;
    return isSame ? 'unchanged' : 'changed';
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      throw forbidden(place, object, error);
    }
    throw error;
  }
}

function pathOf(object: BaselineObject, namespace: string): string {
  const { group, resource, name, isNamespaced } = object;
  const root = group ? `/apis/${group}/v1` : '/api/v1';
  const inside = isNamespaced ? `/namespaces/${pathSegment(namespace)}` : '';
  return `${root}${inside}/${resource}/${pathSegment(name)}`;
}

function isRefusal(error: unknown): error is Error {
  return (
    isHelmError(error) &&
    ['CLUSTER_FORBIDDEN', 'CLUSTER_CREDENTIALS_REFUSED'].includes(error.code)
  );
}
