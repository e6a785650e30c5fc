import { parseEntityRef } from '@backstage/catalog-model';
import {
  HelmError,
  isNamespaceShared,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';
import type { EnvironmentConfig } from '../config/HelmConfig';
import type { Declaration, SecretValues } from '../declarations/Declaration';
import { RELEASE_LABEL } from '../secrets/secretObject';

/** What of a Secret says whose it is; the type is not among its metadata. */
export interface SecretIdentity {
  type?: string;
  metadata?: {
    uid?: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
}

/** For whom a Secret is read: the deployer may read more than they may. */
export interface SecretUse {
  release: Pick<ReleaseRef, 'namespace' | 'name'>;
  /** Others deploy into the namespace too: being in it says nothing. */
  isShared: boolean;
}

/** Who a declaration reads Secrets for. */
export function secretUse(
  { namespace, name }: ReleaseRef,
  environment: Pick<EnvironmentConfig, 'namespaces'>,
  {
    entityRef,
    owner,
    system,
    systemOwner,
  }: Pick<Declaration, 'entityRef' | 'owner' | 'system' | 'systemOwner'>,
): SecretUse {
  const entity = parseEntityRef(entityRef);
  return {
    release: { namespace, name },
    isShared: isNamespaceShared(namespace, environment, {
      entityRef,
      name: entity.name,
      namespace: entity.namespace,
      owner,
      system,
      systemOwner,
    }),
  };
}

/** Written by machines for machines; no values of anybody's. */
const systemTypes = [
  'helm.sh/release.v1',
  'kubernetes.io/service-account-token',
  'bootstrap.kubernetes.io/token',
];

/**
 * Why a release may not be made of a Secret that its deployer could read;
 * undefined when it may.
 */
export function refuseSecret(
  { name, field }: Pick<SecretValues, 'name' | 'field'>,
  { release, isShared }: SecretUse,
  { type, metadata }: SecretIdentity,
): HelmError | undefined {
  const refuse = (message: string, wayOut: string) =>
    new HelmError(
      { code: 'VALUES_SOURCE_UNREADABLE', field, message, wayOut },
      { status: 409 },
    );
  const { labels = {}, annotations = {} } = metadata ?? {};
  const isSystems =
    systemTypes.includes(type ?? '') ||
    name.startsWith('sh.helm.release.') ||
    annotations['kubernetes.io/service-account.name'] !== undefined;
  const secret = `Secret ${release.namespace}/${name}`;
  if (isSystems) {
    return refuse(
      `${secret} holds no values: it is a record of Helm's or a token of the cluster's.`,
      'Name a Secret of your own.',
    );
  }
  if (isShared && labels[RELEASE_LABEL] !== release.name) {
    return refuse(
      `${secret} is not marked as one for ${release.name}, and others deploy into ${release.namespace} too.`,
      `Who keeps it can set its label ${RELEASE_LABEL} to "${release.name}"; what the portal writes has it.`,
    );
  }
  return undefined;
}

/** Of a Secret that is not there. */
export const ABSENT = 'absent';

/** Another one when anything of the Secret changed. */
export function secretVersion({ metadata }: SecretIdentity): string {
  return `${metadata?.uid}/${metadata?.resourceVersion}`;
}
