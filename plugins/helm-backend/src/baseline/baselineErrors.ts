import { HelmError } from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { BaselineObject } from './baselineObjects';

interface Place {
  environment: Pick<EnvironmentConfig, 'baseline' | 'name'>;
  namespace: string;
}

function failed(
  { namespace }: Place,
  message: string,
  wayOut: string,
  cause?: Error,
): HelmError {
  return new HelmError(
    {
      code: 'BASELINE_FAILED',
      message: `The baseline of namespace ${namespace} could not be applied: ${message}`,
      wayOut,
    },
    { status: 502, cause },
  );
}

function rule(group: string, resource: string, verbs: string, name?: string) {
  const names = name ? `, resourceNames: ['${name}']` : '';
  return `{apiGroups: ['${group}'], resources: [${resource}]${names}, verbs: [${verbs}]}`;
}

function accountOf({ environment }: Place): string {
  const { serviceAccount, namespace } = environment.baseline.identity;
  return `${namespace}/${serviceAccount}`;
}

/** A namespace that the environment does not hold; never to be touched. */
export function notGranted(place: Place): HelmError {
  return failed(
    place,
    `it is not granted to the environment ${place.environment.name}.`,
    'List it under namespaces of the environment.',
  );
}

/** The account that applies it can't be used. */
export function noToken(place: Place, cause: Error): HelmError {
  const { serviceAccount, namespace } = place.environment.baseline.identity;
  return failed(
    place,
    `the portal got no token for the service account ${accountOf(place)}.`,
    `Create the account, and give the environment's reader this rule in namespace ${namespace}: ${rule(
      '',
      'serviceaccounts/token',
      'create',
      serviceAccount,
    )}`,
    cause,
  );
}

/** 403: says which rule is missing, ready to be pasted. */
export function forbidden(
  place: Place,
  object: BaselineObject,
  cause: Error,
): HelmError {
  const { kind, name, group, resource } = object;
  const what = `${kind} ${name}`;
  if (/being terminated/.test(cause.message)) {
    return failed(
      place,
      'it is being deleted.',
      'Wait until it is gone, then try again.',
      cause,
    );
  }
  // Who binds a role must hold all of it, or may bind exactly it.
  if (/attempting to grant RBAC permissions/.test(cause.message)) {
    const { name: role } = Object(object.body.roleRef);
    return failed(
      place,
      `${accountOf(place)} may not bind the ClusterRole ${role}.`,
      `Add to its ClusterRole: ${rule(
        group,
        'clusterroles',
        'bind',
        String(role),
      )}`,
      cause,
    );
  }
  return failed(
    place,
    `${accountOf(place)} may not apply ${what}.`,
    `Add to its ClusterRole: ${rule(group, resource, 'create, get, patch')}`,
    cause,
  );
}

/** Any other refusal of the API server, by its answer. */
export function refused(
  place: Place,
  object: BaselineObject,
  answer: { status: number; body: any },
): HelmError {
  const what = `${object.kind} ${object.name}`;
  const { message = `status ${answer.status}`, details } = Object(answer.body);
  const conflicts = (details?.causes ?? []).filter(
    (cause: { reason?: string }) => cause.reason === 'FieldManagerConflict',
  );
  if (answer.status === 409 && conflicts.length) {
    const fields = conflicts.map(
      (cause: { field?: string; message?: string }) =>
        `${cause.field} of ${managerOf(cause.message)}`,
    );
    return failed(
      place,
      `someone else holds fields of ${what}: ${fields.join(', ')}.`,
      'Let that one go of the fields, or take them out of the baseline; nothing is overwritten by force.',
    );
  }
  return failed(
    place,
    `${what} was refused: ${message}.`,
    'Correct the baseline of this environment in the configuration.',
  );
}

/** `conflict with "kubectl" using v1` names the manager. */
function managerOf(message = ''): string {
  return /"([^"]+)"/.exec(message)?.[1] ?? message;
}
