import {
  stringifyReleaseRef,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { BodyFacts, IndexedRow } from './RevisionCache';
import { isSignatureCopied } from './isSignatureCopied';
import type { SecretIdentity } from './toStoredRevision';

interface Entry {
  ref: ReleaseRef;
  /** Secrets by revision. */
  versions: Map<number, SecretIdentity>;
  latest?: Revision;
  facts?: BodyFacts;
  /** uid and version of the Secret behind `latest`. */
  decoded?: string;
}

/** Releases by key with the metadata of their revisions. Holds no bodies. */
export class ReleaseIndex {
  readonly #entries = new Map<string, Entry>();

  get(ref: ReleaseRef): Readonly<Entry> | undefined {
    return this.#entries.get(stringifyReleaseRef(ref));
  }

  all(): Readonly<Entry>[] {
    return [...this.#entries.values()];
  }

  put(cluster: string, secret: SecretIdentity): ReleaseRef | undefined {
    const place = placeOf(cluster, secret);
    if (!place) {
      return undefined;
    }
    const key = stringifyReleaseRef(place.ref);
    const entry = this.#entries.get(key) ?? {
      ref: place.ref,
      versions: new Map(),
    };
    entry.versions.set(place.revision, secret);
    this.#entries.set(key, entry);
    return place.ref;
  }

  remove(cluster: string, secret: SecretIdentity): ReleaseRef | undefined {
    const place = placeOf(cluster, secret);
    const key = place && stringifyReleaseRef(place.ref);
    const entry = key ? this.#entries.get(key) : undefined;
    if (!place || !key || !entry) {
      return undefined;
    }
    entry.versions.delete(place.revision);
    if (!entry.versions.size) {
      this.#entries.delete(key);
    }
    return place.ref;
  }

  /** Drops what a fresh list of these namespaces does not hold. */
  retain(
    cluster: string,
    isListed: (namespace: string) => boolean,
    listed: SecretIdentity[],
  ): ReleaseRef[] {
    const names = new Set(listed.map(s => `${s.namespace}/${s.name}`));
    const gone: ReleaseRef[] = [];
    for (const entry of this.all()) {
      if (entry.ref.cluster !== cluster || !isListed(entry.ref.namespace)) {
        continue;
      }
      for (const secret of [...entry.versions.values()]) {
        if (!names.has(`${secret.namespace}/${secret.name}`)) {
          this.remove(cluster, secret);
          gone.push(entry.ref);
        }
      }
    }
    return gone;
  }

  newest(ref: ReleaseRef): SecretIdentity | undefined {
    const versions = this.get(ref)?.versions;
    return versions?.get(Math.max(...versions.keys()));
  }

  setLatest(
    ref: ReleaseRef,
    secret: SecretIdentity,
    { row, facts }: IndexedRow,
  ): void {
    const entry = this.#entries.get(stringifyReleaseRef(ref));
    if (entry) {
      entry.latest = isSignatureCopied(row, entry.versions)
        ? { ...row, operationId: undefined }
        : row;
      entry.facts = facts;
      entry.decoded = versionKey(secret);
    }
  }

  /** Whether the newest revision's body is not the one that was decoded. */
  isOutdated(ref: ReleaseRef): boolean {
    const newest = this.newest(ref);
    return !!newest && this.get(ref)?.decoded !== versionKey(newest);
  }
}

function versionKey(secret: SecretIdentity): string {
  return `${secret.uid}:${secret.resourceVersion}`;
}

/** The release and revision that a Secret stands for. */
function placeOf(cluster: string, secret: SecretIdentity) {
  const match = /^sh\.helm\.release\.v1\.(.+)\.v(\d+)$/.exec(secret.name);
  return match
    ? {
        ref: { cluster, namespace: secret.namespace, name: match[1] },
        revision: Number(match[2]),
      }
    : undefined;
}
