import {
  applyOverride,
  diffAsMergePatch,
  findSecretKey,
  HelmError,
  parseHelmYaml,
  patchPaths,
  type PlanRequest,
  type SecretRules,
} from '@backstage-helm/plugin-helm-common';
import type { Override } from '../bindings/Binding';
import type { Declaration } from '../declarations/Declaration';
import { restoreMasked } from './restoreMasked';

type Patch = Record<string, unknown>;

/** The part of an override that a plan carries. */
export type PlannedOverride = Pick<
  Override,
  'version' | 'patch' | 'baseDigest'
>;

/** What a release will be made of, on top of its chart. */
export interface DecidedValues {
  version: string;
  /** Mine: declared values with the override. */
  values: Record<string, unknown>;
  /** The override on top of the declared values, if any. */
  patch?: Patch;
  /** Override that this plan brings; absent when none, or the active one stays. */
  override?: PlannedOverride;
  /** The active override ends. */
  clearOverride: boolean;
  /** Dotted keys that are, or stay, overridden. */
  overrideKeys: string[];
}

/** Values of a declaration with an override on top. */
export function valuesWith(
  declared: Record<string, unknown>,
  patch: Patch | undefined,
): Record<string, unknown> {
  return patch ? applyOverride(declared, patch) : declared;
}

/**
 * Decides version and values of a plan: as declared, as asked for, or as the
 * active override has it. What differs from the declaration is the override.
 *
 * @throws HelmError YAML_INVALID, VALUES_NOT_A_MAP, NULL_NOT_IN_OVERRIDE,
 *   INPUT_INVALID, SECRET_IN_VALUES
 */
export function decideValues(options: {
  request: Pick<PlanRequest, 'version' | 'values' | 'asDeclared'>;
  declaration: Pick<Declaration, 'values' | 'digest'> & {
    version: string;
    /** The values as people see them, where they see more: masks of Secrets. */
    shown?: Patch;
  };
  active?: PlannedOverride;
  /** An override to make again, in the place of the request's values. */
  wanted?: PlannedOverride;
  /** How the values in force were shown to the person. */
  redact: (values: Patch) => Patch;
}): DecidedValues {
  const { request, declaration, active, wanted } = options;
  if (request.asDeclared) {
    if (request.version !== undefined || request.values !== undefined) {
      throw new HelmError({
        code: 'INPUT_INVALID',
        field: 'asDeclared',
        message: 'asDeclared takes neither a version nor values.',
        wayOut: 'Leave out one or the other.',
      });
    }
    return {
      version: declaration.version,
      values: declaration.values,
      clearOverride: active !== undefined,
      overrideKeys: [],
    };
  }
  const shown = declaration.shown ?? declaration.values;
  const patch =
    request.values === undefined
      ? (wanted ?? active)?.patch ?? {}
      : patchTo(
          request.values,
          shown,
          valuesWith(shown, active?.patch),
          options.redact,
        );
  const version =
    request.version ?? (wanted ?? active)?.version ?? declaration.version;
  const override: PlannedOverride = {
    version: version === declaration.version ? undefined : version,
    patch,
    baseDigest: declaration.digest,
  };
  const isEmpty =
    override.version === undefined && Object.keys(patch).length === 0;
  const isActive =
    active !== undefined &&
    active.version === override.version &&
    JSON.stringify(active.patch) === JSON.stringify(patch);
  return {
    version,
    values: valuesWith(declaration.values, patch),
    patch,
    ...(isEmpty || isActive ? {} : { override }),
    clearOverride: isEmpty && active !== undefined,
    overrideKeys: [
      ...(override.version === undefined ? [] : ['version']),
      ...patchPaths(patch),
    ],
  };
}

function patchTo(
  text: string,
  declared: Patch,
  current: Patch,
  redact: (values: Patch) => Patch,
): Patch {
  const wanted = restoreMasked(
    parseHelmYaml(text, 'values'),
    current,
    redact(current),
  );
  return diffAsMergePatch(declared, wanted);
}

/**
 * Secrets never travel through the queue (DESIGN §3).
 *
 * @throws HelmError SECRET_IN_VALUES naming the key
 */
export function refuseSecrets(
  override: PlannedOverride | undefined,
  rules: SecretRules,
): void {
  const path = override && findSecretKey(override.patch, rules);
  if (path) {
    const key = path.join('.');
    throw new HelmError({
      code: 'SECRET_IN_VALUES',
      field: `values.${key}`,
      message: `${key} is a secret, and secrets are not kept in overrides.`,
      wayOut:
        'Put it into a Secret in the namespace and let the values name that one.',
    });
  }
}
