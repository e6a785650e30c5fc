import { useApi } from '@backstage/core-plugin-api';
import type {
  EntityReleases,
  Target,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';
import { useLive, type Live } from '../../hooks/useLive';
import { textIn, textsIn, type FormData } from './formData';

/** Names of the form's fields that say which release is meant. */
export interface ReleaseFields {
  entityField?: string;
  environmentField?: string;
  releaseNameField?: string;
}

/** The release that a form speaks of. */
export interface FormRelease {
  entityRef?: string;
  /** The first one, where the form takes several. */
  environment?: string;
  /** True when the form names more environments than that. */
  isOneOfMany: boolean;
  /** What the catalog declares there. */
  target?: Target;
  live: Live<EntityReleases>;
}

const HOUR = 3_600_000;
const entityRule = /^[^:/]+:[^:/]+\/[^:/]+$/;

/** Finds the release of an entity and an environment that other fields name. */
export function useFormRelease(
  data: FormData,
  fields: ReleaseFields | undefined,
): FormRelease {
  const api = useApi(helmApiRef);
  const named = textIn(data, fields?.entityField ?? 'entityRef');
  const entityRef = named && entityRule.test(named) ? named : undefined;
  const environments = textsIn(data[fields?.environmentField ?? 'environment']);
  const [environment] = environments;
  const live = useLive(
    entityRef && `releases:${entityRef}`,
    () => api.entityReleases(entityRef!),
    () => HOUR,
  );
  return {
    entityRef,
    environment,
    isOneOfMany: environments.length > 1,
    target: releaseTarget(
      live.data?.targets ?? [],
      environment,
      textIn(data, fields?.releaseNameField ?? 'releaseName'),
    ),
    live,
  };
}

/**
 * One of an entity's releases; its name only counts where there are several.
 * Without an environment it is the first one's.
 */
export function releaseTarget(
  targets: Target[],
  environment: string | undefined,
  releaseName: string | undefined,
): Target | undefined {
  const there = targets.filter(
    target =>
      target.release &&
      (environment === undefined || target.environment.name === environment),
  );
  return (
    there.find(target => target.release?.name === releaseName) ??
    (releaseName === undefined || there.length === 1 ? there[0] : undefined)
  );
}
