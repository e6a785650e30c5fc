import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  HelmError,
  helmSecretWritePermission,
  isHelmError,
  stringifyReleaseRef,
  type ReleaseRef,
  type SecretReference,
  type SecretRequest,
} from '@backstage-helm/plugin-helm-common';
import type { AuditLog } from '../audit/AuditLog';
import type { Authorizer } from '../authorization/Authorizer';
import { releaseNotFound } from '../authorization/refusals';
import type { ApplyBaseline } from '../baseline/createBaseline';
import type { BindingStore } from '../bindings/Binding';
import { claimantsOf } from '../bindings/claimantsOf';
import type { ClusterAccess } from '../clusters/KubeClient';
import { environmentOf } from '../config/environmentOf';
import type { EnvironmentConfig, HelmConfig } from '../config/HelmConfig';
import type { DeclarationStore } from '../declarations/Declaration';
import { maskingErrors } from '../redaction';
import { maskGiven } from './maskGiven';
import { putSecret } from './putSecret';
import { RateLimit } from './RateLimit';
import { assertFits } from './secretObject';

/** The shortest life of a token; it is used once. */
const TOKEN_SECONDS = 600;
const WRITES_PER_MINUTE = 20;

export interface SecretWriterOptions {
  config: Pick<HelmConfig, 'environments'>;
  authorizer: Pick<Authorizer, 'assert' | 'principal'>;
  declarations: Pick<DeclarationStore, 'ofRelease'>;
  bindings: Pick<BindingStore, 'get'>;
  clusters: Pick<ClusterAccess, 'deployer'>;
  /** Makes the namespace ready, where the environment wants it. */
  applyBaseline: ApplyBaseline;
  audit: Pick<AuditLog, 'append'>;
  redactText: (text: string) => string;
  now: () => number;
}

/** Where a Secret goes and what is in it. */
export interface SecretToWrite {
  release: ReleaseRef;
  name: string;
  request: SecretRequest;
}

/** Writes a Secret beside a release. */
export type SecretWriter = (
  secret: SecretToWrite,
  credentials: BackstageCredentials,
) => Promise<SecretReference>;

/**
 * The way of a secret value into a cluster (DESIGN §3): at once and with the
 * deployer's identity. Nothing keeps the values: not the queue, nor the trail,
 * which has the keys.
 */
export function createSecretWriter(options: SecretWriterOptions): SecretWriter {
  const { config, authorizer, clusters, audit, now } = options;
  const rate = new RateLimit({
    most: WRITES_PER_MINUTE,
    perMs: 60_000,
    now,
  });

  async function environmentFor(
    release: ReleaseRef,
  ): Promise<EnvironmentConfig> {
    const { cluster, namespace, name } = release;
    const environment = environmentOf(config, cluster, namespace);
    if (!environment) {
      throw releaseNotFound(release);
    }
    if (environment.readOnly) {
      throw new HelmError(
        {
          code: 'ENVIRONMENT_READ_ONLY',
          message: `Nothing may be changed in ${environment.name} from this portal.`,
          wayOut: 'Ask the platform team to allow changes there.',
        },
        { status: 403 },
      );
    }
    const [binding, declared] = await Promise.all([
      options.bindings.get(release),
      options.declarations.ofRelease(release),
    ]);
    const claimants = claimantsOf(binding, declared);
    if (claimants.size === 0) {
      throw new HelmError(
        {
          code: 'NOT_DECLARED',
          message: `No entity declares ${name} in ${namespace}.`,
          wayOut: 'Declare it in the catalog first.',
        },
        { status: 409 },
      );
    }
    if (claimants.size > 1) {
      throw new HelmError(
        {
          code: 'BINDING_CONFLICT',
          message: `${claimants.size} entities claim ${stringifyReleaseRef(
            release,
          )}.`,
          wayOut: 'Remove all declarations of it but one.',
        },
        { status: 409 },
      );
    }
    return environment;
  }

  async function write(
    { release, name, request }: SecretToWrite,
    principal: string,
  ): Promise<SecretReference> {
    const { data } = request;
    assertFits(data);
    const environment = await environmentFor(release);
    if (!rate.take(principal)) {
      throw new HelmError(
        {
          code: 'INPUT_INVALID',
          message: `You have written ${WRITES_PER_MINUTE} Secrets within a minute.`,
          wayOut: 'Wait a minute.',
        },
        { status: 429 },
      );
    }
    const { namespace } = release;
    const silent = { log() {}, warn() {} };
    await options.applyBaseline(environment, release, silent);
    const { client } = await clusters.deployer(environment.name, namespace, {
      expiresInSeconds: TOKEN_SECONDS,
    });
    const { created } = await putSecret(client, { release, name, data });
    return { name, namespace, keys: Object.keys(data), created };
  }

  return async (secret, credentials) => {
    const { release, name, request } = secret;
    const principal = await authorizer.principal(credentials);
    const mask = maskGiven(Object.values(request.data));
    const trail = {
      actor: principal,
      action: 'secret.written',
      release,
      environment: environmentOf(config, release.cluster, release.namespace)
        ?.name,
      reason: request.reason && mask.text(options.redactText(request.reason)),
    };
    const keys = Object.keys(request.data);
    try {
      await authorizer.assert(credentials, helmSecretWritePermission, release);
      const written = await maskingErrors(mask, () => write(secret, principal));
      await audit.append({
        ...trail,
        outcome: 'done',
        detail: { secret: name, keys, created: written.created },
      });
      return written;
    } catch (error) {
      if (isHelmError(error)) {
        await audit.append({
          ...trail,
          outcome:
            error.status === 403 || error.status === 404 ? 'denied' : 'failed',
          detail: { secret: name, keys, code: error.code },
        });
      }
      throw error;
    }
  };
}
