import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseResourcesReadPermission,
  isHelmError,
  parseManifest,
  type ActionInput,
  type Doctor,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { DefaultAuthorizer } from '../authorization/DefaultAuthorizer';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import { createRedactor, redactionSource } from '../redaction';
import {
  knowRelease,
  type ReleaseKnowledge,
} from '../releases/ReleaseKnowledge';
import { assembleState } from '../releases/releaseState';
import type { StoredRevision } from '../releases/ReleaseStore';
import type { ResourceReader } from '../resources';
import { ApiDiscovery } from '../resources/ApiDiscovery';
import { readLiveObjects } from '../resources/readLiveObjects';
import { diagnose } from './diagnose';
import { gatherFacts, type FactOptions } from './gatherFacts';
import { holds } from './holds';

export interface DoctorOptions extends FactOptions {
  config: HelmConfig;
  knowledge: ReleaseKnowledge;
  authorizer: Pick<DefaultAuthorizer, 'held'>;
  resources: Pick<ResourceReader, 'read'>;
  valuesDigest: (values: Record<string, unknown>) => string;
  startedAt: number;
}

/** Says what holds a release up, and which ways out there are. */
export interface ReleaseDoctor {
  /** Undefined when there is nothing of such a release. Authorization is the caller's. */
  examine(
    ref: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<Doctor | undefined>;
}

/** Wires the doctor. It starts no Helm. */
export function createDoctor(options: DoctorOptions): ReleaseDoctor {
  const { config, knowledge, authorizer } = options;
  const discovery = new ApiDiscovery(options.now);

  async function look(
    ref: ReleaseRef,
    environment: EnvironmentConfig,
    newest: StoredRevision,
    good: number | undefined,
  ): Promise<Doctor['holds']> {
    const client = await options.clusters.reader(environment.name);
    const other =
      good === undefined || good === newest.revision
        ? undefined
        : await knowledge.store.revision(ref, good);
    const revisions = [newest, ...(other ? [other] : [])];
    const [mine, old] = revisions.map(({ revision, manifest }) => ({
      revision,
      objects: parseManifest(manifest).objects,
    }));
    const redactor = createRedactor({
      secretKeys: config.secretKeys,
      sources: revisions.map(redactionSource),
    });
    const manifest = revisions.map(each => each.manifest).join('\n---\n');
    const [live, list] = await Promise.all([
      readLiveObjects(
        client,
        discovery,
        [...mine.objects, ...(old?.objects ?? [])],
        { namespace: ref.namespace, allow: environment.allow },
      ),
      options.resources.read(
        client,
        { namespace: ref.namespace, manifest, hooks: [] },
        redactor,
      ),
    ]);
    return holds({
      namespace: ref.namespace,
      newest: mine,
      good: old,
      live,
      resources: list.items,
    });
  }

  return {
    async examine(ref, credentials) {
      const environment = environmentOf(config, ref.cluster, ref.namespace);
      if (!environment) {
        return undefined;
      }
      const held = await authorizer.held(credentials, ref);
      const newest = await knowledge.store.observe(ref);
      const known = await knowRelease(knowledge, ref);
      const declaration =
        known.declared.find(
          ({ entityRef }) => entityRef === known.binding?.entityRef,
        ) ?? known.declared[0];
      const { state, wanted, isStale } = assembleState(
        { ...known, deployed: newest && knowledge.store.rowOf(newest) },
        environment,
        declaration,
        { ...options, store: knowledge.store },
      );
      const input: ActionInput = {
        state,
        deployed: newest,
        environment,
        isStale,
        isDeclared: declaration !== undefined,
        problems: declaration?.problems ?? [],
        boundTo: known.binding?.entityRef,
        entityRef: declaration?.entityRef ?? known.binding?.entityRef,
        activeOperation: known.activeOperation,
        hasRollbackTarget: true,
        holds: permission => held.has(permission),
        permissionsOff:
          !config.permissionsEnabled &&
          !config.dangerouslyAllowWithoutPermissions,
      };
      const facts = await gatherFacts(options, {
        ref,
        environment,
        newest,
        known,
        wanted,
        declaredVersion: declaration?.chart?.version,
        input,
      });
      const isKnown = newest ?? known.binding ?? declaration;
      if (!isKnown && !facts.lost?.objects.length) {
        return undefined;
      }
      return {
        ...diagnose(facts),
        environment: environment.name,
        entityRef: known.binding?.entityRef ?? declaration?.entityRef,
        ...(await holdsOf(held, () =>
          newest && newest.status !== 'uninstalled'
            ? look(ref, environment, newest, facts.good[0]?.revision)
            : Promise.resolve(
                facts.lost?.objects.length
                  ? [lostHeld(facts.lost.objects.length)]
                  : [],
              ),
        )),
      };
    },
  };
}

function lostHeld(count: number): Doctor['holds'][number] {
  return {
    what: count === 1 ? '1 object' : `${count} objects`,
    as: 'of no recorded revision',
    health: 'unknown',
    words: 'present',
  };
}

/** Objects that can't be looked at hide neither the diagnosis nor the ways out. */
async function holdsOf(
  held: ReadonlySet<string>,
  look: () => Promise<Doctor['holds']>,
): Promise<Pick<Doctor, 'holds' | 'holdsProblem'>> {
  const { name } = helmReleaseResourcesReadPermission;
  if (!held.has(name)) {
    return {
      holds: [],
      holdsProblem: `You may not see what the cluster holds: this needs ${name}.`,
    };
  }
  try {
    return { holds: await look() };
  } catch (error) {
    if (isHelmError(error)) {
      return { holds: [], holdsProblem: error.message };
    }
    throw error;
  }
}
