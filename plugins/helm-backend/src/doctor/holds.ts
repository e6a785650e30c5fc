import {
  objectKey,
  type Doctor,
  type ManifestObject,
  type Resource,
} from '@backstage-helm/plugin-helm-common';
import { metadataOnly } from '../resources/listObjects';
import type { LiveObject } from '../resources/readLiveObjects';

type Held = Doctor['holds'][number];

/** A revision whose objects are compared with the live ones. */
export interface HeldRevision {
  revision: number;
  objects: readonly ManifestObject[];
}

export interface HoldsFacts {
  namespace: string;
  newest: HeldRevision;
  /** What it can go back to, when that is another one. */
  good?: HeldRevision;
  live: ReadonlyMap<string, LiveObject>;
  /** Health of the live objects. */
  resources: readonly Resource[];
}

/** Singles that are not ready are listed alone, up to so many. */
const SINGLES = 20;

const healths: Record<Resource['status'], Held['health']> = {
  Ready: 'ready',
  Progressing: 'progressing',
  Failed: 'failing',
  Missing: 'missing',
  Unknown: 'unknown',
};

/**
 * Whether everything that was rendered is so in the cluster, which adds
 * defaults of its own. Lists are compared item by item.
 */
export function isAsRendered(rendered: unknown, live: unknown): boolean {
  if (Array.isArray(rendered)) {
    return (
      Array.isArray(live) &&
      rendered.length === live.length &&
      rendered.every((item, index) => isAsRendered(item, live[index]))
    );
  }
  if (typeof rendered === 'object' && rendered !== null) {
    const there = Object(live);
    return Object.entries(rendered).every(([key, value]) =>
      isAsRendered(value, there[key]),
    );
  }
  if (rendered === null || rendered === undefined) {
    return live === null || live === undefined;
  }
  return String(rendered) === String(live);
}

/** Text of a Secret is stored encoded, under another key. */
function comparable(object: ManifestObject): unknown {
  const { stringData, status, ...rest } = object.object;
  return rest;
}

function asOf(
  live: LiveObject | undefined,
  mine: ManifestObject | undefined,
  old: ManifestObject | undefined,
  { newest, good }: HoldsFacts,
): string {
  if (live?.type === 'unknown' || live === undefined) {
    return 'not known';
  }
  if (live.type === 'missing') {
    return mine ? `of revision ${newest.revision}` : 'gone';
  }
  // What they hold stays in the cluster: only presence can be told.
  if (metadataOnly.has((mine ?? old)?.kind ?? '')) {
    return mine && old && good && mine.text === old.text
      ? `as in revisions ${good.revision} and ${newest.revision}`
      : 'there; what it holds is not compared';
  }
  const matches = (object: ManifestObject | undefined) =>
    object !== undefined && isAsRendered(comparable(object), live.object);
  const isNew = matches(mine);
  const isOld = matches(old);
  if (isNew && isOld && good) {
    return `as in revisions ${good.revision} and ${newest.revision}`;
  }
  if (isNew) {
    return `as in revision ${newest.revision}`;
  }
  if (isOld && good) {
    return `as in revision ${good.revision}`;
  }
  return 'changed since';
}

/** What the cluster holds, grouped by which revision it is as, and by health. */
export function holds(facts: HoldsFacts): Held[] {
  const { namespace, newest, good, live, resources } = facts;
  const keyed = (objects: readonly ManifestObject[] = []) =>
    new Map(objects.map(object => [objectKey(object, namespace), object]));
  const mine = keyed(newest.objects);
  const old = keyed(good?.objects);
  const health = new Map(
    resources.map(resource => [objectKey(resource, namespace), resource]),
  );
  const groups = new Map<string, { as: string; count: number }>();
  const singles: Held[] = [];
  for (const key of new Set([...mine.keys(), ...old.keys()])) {
    const object = mine.get(key) ?? old.get(key)!;
    const found = live.get(key);
    // What only the old revision had, and is gone, is as it should be.
    if (!mine.has(key) && found?.type === 'missing') {
      continue;
    }
    const as = asOf(found, mine.get(key), old.get(key), facts);
    const { status, words } = health.get(key) ?? {
      status: found?.type === 'present' ? 'Ready' : 'Unknown',
      words: found?.type === 'unknown' ? found.reason : 'present',
    };
    if (status === 'Ready' || singles.length >= SINGLES) {
      const group = groups.get(as) ?? { as, count: 0 };
      group.count += 1;
      groups.set(as, group);
    } else {
      singles.push({
        what: `${object.kind} ${object.name}`,
        as,
        health: healths[status],
        words,
      });
    }
  }
  const counted = [...groups.values()].map(
    ({ as, count }): Held => ({
      what: count === 1 ? '1 object' : `${count} objects`,
      as,
      health: 'ready',
      words: 'ready',
    }),
  );
  return [...counted, ...singles];
}
