import {
  isHelmError,
  type KubeObject,
  type Resource,
} from '@backstage-helm/plugin-helm-common';
import type { KubeClient } from '../clusters/KubeClient';
import { listObjects } from './listObjects';

type ResourceEvent = Resource['events'][number];

/** One warning and the object that it is about. */
export interface AboutEvent extends ResourceEvent {
  uid: string;
  kind: string;
  name: string;
}

const place = {
  apiVersion: 'v1',
  kind: 'Event',
  resource: { plural: 'events', isNamespaced: true },
};

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function toEvent(object: KubeObject): AboutEvent {
  const about = (object.involvedObject ?? {}) as Record<string, unknown>;
  const series = (object.series ?? {}) as Record<string, unknown>;
  return {
    at:
      text(series.lastObservedTime) ||
      text(object.lastTimestamp) ||
      text(object.eventTime) ||
      (object.metadata.creationTimestamp ?? ''),
    type: 'Warning',
    reason: text(object.reason),
    message: text(object.message),
    count: Number(series.count ?? object.count ?? 1),
    uid: text(about.uid),
    kind: text(about.kind),
    name: text(about.name),
  };
}

/** Warnings of a namespace, newest first; none where they may not be read. */
export async function readWarnings(
  client: KubeClient,
  namespace: string,
): Promise<AboutEvent[]> {
  try {
    const events = await listObjects(
      client,
      { ...place, namespace },
      { fieldSelector: 'type=Warning' },
    );
    return events.map(toEvent).sort((a, b) => b.at.localeCompare(a.at));
  } catch (error) {
    if (isHelmError(error) && error.code === 'CLUSTER_FORBIDDEN') {
      return [];
    }
    throw error;
  }
}
