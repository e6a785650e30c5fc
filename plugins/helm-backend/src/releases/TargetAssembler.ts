import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  availableActions,
  helmReleaseReadPermission,
  patchPaths,
  type ReleaseRef,
  type Target,
} from '@backstage-helm/plugin-helm-common';
import type { DefaultAuthorizer } from '../authorization/DefaultAuthorizer';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import { freezeAt } from '../policy/freezes';
import { hideDependencies } from '../declarations/hideDependencies';
import type { ReadSyncStatus } from '../sync/createStatusReader';
import { declaredSummary } from './declaredSummary';
import { environmentSummary } from './environmentSummary';
import { newerThan, type PublishedVersions } from './publishedVersions';
import {
  knowRelease,
  type KnownRelease,
  type ReleaseKnowledge,
} from './ReleaseKnowledge';
import { assembleState, type StateOptions } from './releaseState';
import { deniedTarget, undeterminedTarget } from './unknownTarget';
import { withBehind } from './withBehind';
import type { RevisionRecords } from './RevisionRecords';

export interface TargetAssemblerOptions extends Omit<StateOptions, 'store'> {
  config: HelmConfig;
  knowledge: ReleaseKnowledge;
  authorizer: Pick<DefaultAuthorizer, 'held'>;
  published: PublishedVersions;
  records: RevisionRecords;
  readSync: ReadSyncStatus;
}

/** Makes the card of a release in one environment, for one caller. */
export class TargetAssembler {
  readonly #options: TargetAssemblerOptions;

  constructor(options: TargetAssemblerOptions) {
    this.#options = options;
  }

  /** Cards of what an entity declares and of what it owns, in configured order. */
  async ofEntity(
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<Target[]> {
    const { config, knowledge } = this.#options;
    const declarations = await knowledge.declarations.ofEntity(entityRef);
    const bound = await knowledge.bindings.ofEntity(entityRef);
    const targets: Target[] = [];
    for (const environment of config.environments) {
      const here = declarations.filter(
        declaration => declaration.environment === environment.name,
      );
      const refs = here.map(declaration => declaration.release);
      const orphans = bound.filter(
        ({ release }) =>
          environmentOf(config, release.cluster, release.namespace) ===
            environment && !refs.some(ref => ref && isSame(ref, release)),
      );
      for (const declaration of here) {
        targets.push(
          await this.#declared(environment, declaration, credentials),
        );
      }
      for (const { release } of orphans) {
        targets.push(
          await this.#known(environment, release, undefined, credentials),
        );
      }
    }
    return withBehind(targets, this.#options.published);
  }

  /** The card of one release, whoever declares it. Authorization is the caller's. */
  async ofRelease(
    ref: ReleaseRef,
    credentials: BackstageCredentials,
  ): Promise<{ target: Target; entityRef?: string } | undefined> {
    const { authorizer, config, knowledge } = this.#options;
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    if (!environment) {
      return undefined;
    }
    const known = await knowRelease(knowledge, ref);
    if (!known.deployed && !known.declared.length && !known.binding) {
      return undefined;
    }
    const declaration =
      known.declared.find(
        entry => entry.entityRef === known.binding?.entityRef,
      ) ?? known.declared[0];
    const target = await this.#assemble(
      environment,
      known,
      declaration && (await this.#visible(declaration, credentials)),
      await authorizer.held(credentials, ref),
    );
    return {
      target,
      entityRef: known.binding?.entityRef ?? declaration?.entityRef,
    };
  }

  async #declared(
    environment: EnvironmentConfig,
    declaration: Declaration,
    credentials: BackstageCredentials,
  ): Promise<Target> {
    const { release } = declaration;
    if (!release) {
      return undeterminedTarget(
        this.#summary(environment),
        declaration.problems,
        this.#options.now(),
      );
    }
    return this.#known(environment, release, declaration, credentials);
  }

  async #known(
    environment: EnvironmentConfig,
    ref: ReleaseRef,
    declaration: Declaration | undefined,
    credentials: BackstageCredentials,
  ): Promise<Target> {
    const { authorizer, knowledge, now } = this.#options;
    const held = await authorizer.held(credentials, ref);
    if (!held.has(helmReleaseReadPermission.name)) {
      return deniedTarget(this.#summary(environment), now());
    }
    const known = await knowRelease(knowledge, ref);
    const visible =
      declaration && (await this.#visible(declaration, credentials));
    return this.#assemble(environment, known, visible, held);
  }

  /** A dependency that the caller may not see looks like one that is not there. */
  async #visible(
    declaration: Declaration,
    credentials: BackstageCredentials,
  ): Promise<Declaration> {
    const { authorizer } = this.#options;
    return hideDependencies(declaration, async ref =>
      (await authorizer.held(credentials, ref)).has(
        helmReleaseReadPermission.name,
      ),
    );
  }

  async #assemble(
    environment: EnvironmentConfig,
    known: KnownRelease,
    declaration: Declaration | undefined,
    held: ReadonlySet<string>,
  ): Promise<Target> {
    const { config, knowledge, published, records } = this.#options;
    const { ref, deployed, override } = known;
    const { state, headline, isStale } = assembleState(
      known,
      environment,
      declaration,
      { ...this.#options, store: knowledge.store },
    );
    const versions = declaration?.chart
      ? await published.of(declaration.chart.repository, declaration.chart.name)
      : [];
    const problems = declaration?.problems ?? [];
    const lastGood = await records.lastGood(ref, deployed?.revision);
    const restorable = knowledge.store.restorable(ref);
    const syncStatus = await this.#options.readSync(
      known,
      environment,
      declaration,
    );
    return {
      environment: this.#summary(environment),
      release: ref,
      declared:
        declaration &&
        declaredSummary(
          declaration,
          declaration.chart && published.appVersion(declaration.chart),
        ),
      deployed: deployed && (await records.describe(ref, [deployed]))[0],
      lastGoodRevision: lastGood,
      state,
      headline,
      newerVersion: newerThan(
        versions,
        deployed?.chartVersion ?? declaration?.chart?.version,
      ),
      override: override && {
        version: override.version,
        keys: patchPaths(override.patch),
        by: override.by,
        reason: override.reason,
        at: override.at,
        expiresAt: override.expiresAt,
      },
      activeOperation: known.activeOperation,
      lastOperation: known.lastOperation,
      actions: availableActions({
        state,
        deployed,
        environment,
        isStale,
        isDeclared: declaration !== undefined,
        problems,
        boundTo: known.binding?.entityRef,
        entityRef: declaration?.entityRef ?? known.binding?.entityRef,
        activeOperation: known.activeOperation,
        lastOperation: known.lastOperation,
        hasRollbackTarget: lastGood !== undefined || restorable.length > 0,
        holds: permission => held.has(permission),
        permissionsOff:
          !config.permissionsEnabled &&
          !config.dangerouslyAllowWithoutPermissions,
        frozen: freezeAt(environment.freeze, this.#options.now()),
        syncStatus,
      }),
      syncStatus,
      problems,
      warnings: declaration?.warnings,
      stale: isStale,
    };
  }

  #summary(environment: EnvironmentConfig) {
    return environmentSummary(
      environment,
      this.#options.knowledge.store.status(environment.name),
      this.#options.now(),
    );
  }
}

function isSame(left: ReleaseRef, right: ReleaseRef): boolean {
  return (
    left.cluster === right.cluster &&
    left.namespace === right.namespace &&
    left.name === right.name
  );
}
