import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  stringifyReleaseRef,
  type ReleaseRef,
  type Revision,
} from '@backstage-helm/plugin-helm-common';
import type { BindingStore } from '../bindings/Binding';
import type { DeclarationStore } from '../declarations/Declaration';
import type { SuccessStore } from '../operations/SuccessStore';
import type { Soaks } from './createSoaks';
import type { SoakWatch } from './createSoakWatch';
import type { Soak } from './nextSoak';
import type { PromotionGate } from './PromotionGate';
import { promotionProblem, type Source } from './promotionProblem';

/** What brings a version; a reinstall brings what is declared by then. */
const BRINGS = new Set(['install', 'upgrade', 'reinstall']);

/** A look that is older than this is not "now": the rounds are a minute apart. */
const RECENT_MS = 75_000;

export interface PromotionGateOptions {
  declarations: Pick<DeclarationStore, 'ofEntity'>;
  bindings: Pick<BindingStore, 'ofEntity'>;
  successes: Pick<SuccessStore, 'list'>;
  store: { latest(ref: ReleaseRef): Revision | undefined };
  soaks: Soaks;
  watch: Pick<SoakWatch, 'look'>;
  logger: LoggerService;
}

/** The promotion rule over what the portal knows of the environment before. */
export function createPromotionGate(
  options: PromotionGateOptions,
): PromotionGate {
  const { declarations, bindings, successes, store, soaks } = options;

  /** Releases that the entity owns there, those that it declares first. */
  async function releasesOf(
    entityRef: string | undefined,
    environment: string,
  ): Promise<ReleaseRef[]> {
    if (entityRef === undefined) {
      return [];
    }
    const owned = (await bindings.ofEntity(entityRef))
      .filter(binding => binding.environment === environment)
      .map(({ release }) => release);
    const declared = new Set(
      (await declarations.ofEntity(entityRef))
        .filter(each => each.environment === environment && each.release)
        .map(({ release }) => stringifyReleaseRef(release!)),
    );
    const isDeclared = (ref: ReleaseRef) =>
      declared.has(stringifyReleaseRef(ref));
    return [
      ...owned.filter(isDeclared),
      ...owned.filter(ref => !isDeclared(ref)),
    ];
  }

  async function recentSoak(
    release: ReleaseRef,
    environment: string,
    revision: number,
  ): Promise<Soak | undefined> {
    const known = await soaks.read(release);
    const isRecent =
      known?.revision === revision &&
      (await soaks.now()) - known.checkedAt <= RECENT_MS;
    if (isRecent) {
      return known;
    }
    try {
      return await options.watch.look(release, environment);
    } catch (error) {
      options.logger.warn(
        `The health of ${release.name} in ${environment} could not be read`,
        error as Error,
      );
      return known;
    }
  }

  async function sourceOf(
    release: ReleaseRef,
    environment: string,
  ): Promise<Source> {
    const latest = store.latest(release);
    if (!latest || latest.status === 'uninstalled') {
      return {};
    }
    const success = (await successes.list(release)).find(
      ({ revision, deployedAt }) =>
        revision === latest.revision &&
        (deployedAt === undefined ||
          Date.parse(deployedAt) === Date.parse(latest.updatedAt)),
    );
    return {
      latest,
      chartDigest: success?.chartDigest,
      soak: await recentSoak(release, environment, latest.revision),
    };
  }

  return {
    async problem({ environment, kind, entityRef, chart }) {
      const { promoteFrom: from, promotion } = environment;
      if (!BRINGS.has(kind) || !promotion.required || !from || !chart) {
        return undefined;
      }
      const wanted = {
        version: chart.version,
        digest: chart.digest,
        from,
        to: environment.name,
        soakSeconds: promotion.soakSeconds,
      };
      const releases = await releasesOf(entityRef, from);
      const sources = releases.length
        ? await Promise.all(releases.map(release => sourceOf(release, from)))
        : [{}];
      const now = await soaks.now();
      const problems = sources.map(source =>
        promotionProblem(wanted, source, now),
      );
      return problems.includes(undefined) ? undefined : problems[0];
    },
  };
}
