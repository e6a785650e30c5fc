import {
  HelmError,
  type Diff,
  type Plan,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import { someWork } from '../../database/__testUtils__/aNewOperation';
import type { PlanRecord, PlanStore, PlanWork } from '../../plans/PlanRecord';

let count = 0;

export function aRelease(name = `app-${(count += 1)}`): ReleaseRef {
  return { cluster: 'nonprod', namespace: 'shop-dev', name };
}

function noDiff(of: Diff['of']): Diff {
  return {
    of,
    left: '',
    right: '',
    counts: { added: 0, changed: 0, removed: 0, unchanged: 0 },
    entries: [],
  };
}

/** A plan that may be run, of a release of its own. */
export function aPlan(
  changes: Partial<Plan> = {},
  work: Partial<PlanWork> = {},
): PlanRecord {
  count += 1;
  const kind = changes.kind ?? 'install';
  return {
    plan: {
      id: `plan-${count}`,
      digest: `digest-${count}`,
      kind,
      release: aRelease(),
      environment: 'dev',
      entityRef: 'component:default/storefront',
      createdBy: 'user:default/dana',
      createdAt: new Date().toISOString(),
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      engine: 'scripted',
      baseRevision: 0,
      overrideKeys: [],
      counts: { added: 1, changed: 0, removed: 0, unchanged: 0 },
      objects: [],
      hooks: [],
      findings: [],
      blockedBy: [],
      changesAnything: true,
      ...changes,
    },
    work: someWork({ kind, baseRevision: 0, ...work }),
    manifest: '',
    valuesYaml: '',
    diffs: { values: noDiff('values'), manifest: noDiff('manifest') },
  };
}

/** Plans of a test. */
export class PlansInMemory implements PlanStore {
  readonly #records = new Map<string, PlanRecord>();

  async put(record: PlanRecord): Promise<void> {
    this.#records.set(record.plan.id, record);
  }

  async get(id: string): Promise<PlanRecord> {
    const record = this.#records.get(id);
    if (!record) {
      throw new HelmError(
        { code: 'NOT_FOUND', message: `No plan ${id}` },
        { status: 404 },
      );
    }
    return record;
  }
}
