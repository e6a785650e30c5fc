import {
  HelmError,
  isOwnersRescue,
  stringifyReleaseRef,
  type HelmProblem,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { Binding, Override } from '../bindings/Binding';
import { claimantsOf } from '../bindings/claimantsOf';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration } from '../declarations/Declaration';
import type { StoredRevision } from '../releases/ReleaseStore';
import type { PlannedOverride } from '../values/decideValues';
import type { PlanningOptions } from './PlanningOptions';

/** What is known of a release before anything is decided about it. */
export interface PlanFacts {
  release: ReleaseRef;
  environment: EnvironmentConfig;
  /** Newest revision, straight from storage. */
  base?: StoredRevision;
  binding?: Binding;
  /** The bound entity, or the only one that declares the release. */
  entityRef?: string;
  declaration?: Declaration;
  override?: Override;
  /** An override to make again (retry). */
  wanted?: PlannedOverride;
  /** What stands in the way of running the plan; the preview is made anyway. */
  blockedBy: HelmProblem[];
}

const engines: Record<string, string> = { flux: 'Flux', argocd: 'Argo CD' };

/**
 * Looks at everything that a plan depends on.
 *
 * @throws HelmError NOT_FOUND when no environment holds the namespace,
 *   BINDING_CONFLICT when more than one entity claims the release: then nobody
 *   is shown what another one's release holds, but for rescues by its owner
 */
export async function gatherFacts(
  options: PlanningOptions,
  release: ReleaseRef,
  kind?: string,
): Promise<PlanFacts> {
  const environment = environmentOf(
    options.config,
    release.cluster,
    release.namespace,
  );
  if (!environment) {
    throw new HelmError(
      {
        code: 'NOT_FOUND',
        message: `There is no release ${stringifyReleaseRef(release)}.`,
      },
      { status: 404 },
    );
  }
  const [binding, declarations, base, owner, override] = await Promise.all([
    options.bindings.get(release),
    options.declarations.ofRelease(release),
    options.store.observe(release),
    options.probeOwner(release),
    options.overrides.active(release),
  ]);
  // Its owner gets out of trouble, whoever else declares it.
  if (!binding || !kind || !isOwnersRescue(kind)) {
    refuseConflict(release, binding, declarations);
  }
  const entityRef = binding?.entityRef ?? declarations[0]?.entityRef;
  const blockedBy: HelmProblem[] = [];
  if (environment.readOnly) {
    blockedBy.push({
      code: 'ENVIRONMENT_READ_ONLY',
      message: `${environment.title} is read-only here.`,
      wayOut: 'A platform engineer can lift it in the configuration.',
    });
  }
  if (owner.kind in engines) {
    blockedBy.push({
      code: 'OWNED_BY_OTHER_ENGINE',
      message: `${engines[owner.kind]} drives this release${
        owner.name ? ` (${owner.name})` : ''
      }.`,
      wayOut: `Change it where ${engines[owner.kind]} reads it.`,
    });
  }
  return {
    release,
    environment,
    base,
    binding,
    entityRef,
    declaration: declarations.find(each => each.entityRef === entityRef),
    override,
    blockedBy,
  };
}

function refuseConflict(
  release: ReleaseRef,
  binding: Binding | undefined,
  declarations: Declaration[],
): void {
  const claimants = claimantsOf(binding, declarations);
  if (claimants.size > 1) {
    throw new HelmError(
      {
        code: 'BINDING_CONFLICT',
        field: 'release',
        message: `${claimants.size} entities claim ${release.name} in ${
          release.namespace
        }${binding ? `; it belongs to ${binding.entityRef}` : ''}.`,
        wayOut: 'Remove all declarations of it but one.',
      },
      { status: 409 },
    );
  }
}

/** A problem as the refusal of a request. */
export function refusal(problem: HelmProblem, status = 409): HelmError {
  return new HelmError(problem, { status });
}
