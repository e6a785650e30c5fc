import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { HelmError, type ReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { EngineOperation } from '@backstage-helm/plugin-helm-node';
import { z } from 'zod';
import type { KubeClient } from '../../clusters/KubeClient';
import { pathSegment } from '../../clusters/pathSegment';
import { descriptionOf } from '../../helm';
import { MAX_PAYLOAD_BYTES } from '../../releases/inflateRelease';
import type { StoredRevision } from '../../releases/ReleaseStore';
import { setStringsIn } from './editJson';

const secretSchema = z.object({
  metadata: z.object({ resourceVersion: z.string() }),
  data: z.object({ release: z.string() }),
});

const payloadSchema = z.object({
  version: z.number(),
  info: z.object({ status: z.string() }),
});

/** A release payload marked as failed, encoded as Helm encodes it. */
export async function failedPayload(
  encoded: string,
  description: string,
): Promise<{ release: string; revision: number; status: string }> {
  const bytes = Buffer.from(
    Buffer.from(encoded, 'base64').toString('latin1'),
    'base64',
  );
  const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = (
    isCompressed
      ? await promisify(gunzip)(bytes, { maxOutputLength: MAX_PAYLOAD_BYTES })
      : bytes
  ).toString('utf8');
  const { version, info } = payloadSchema.parse(JSON.parse(text));
  const failed = Buffer.from(
    setStringsIn(text, 'info', { status: 'failed', description }),
  );
  const packed = await promisify<Buffer, { level: number }, Buffer>(gzip)(
    failed,
    { level: constants.Z_BEST_COMPRESSION },
  );
  return {
    release: Buffer.from(packed.toString('base64')).toString('base64'),
    revision: version,
    status: info.status,
  };
}

/**
 * Marks a pending revision as failed, payload and label, as Helm itself would:
 * the label alone frees nothing (engines.md §2.2). The write is bound to what
 * was read, so that a Helm which is at work after all wins.
 *
 * @returns false when somebody else wrote it in between, or it is not pending
 */
export async function markFailed(
  client: KubeClient,
  release: ReleaseRef,
  stored: Pick<StoredRevision, 'secretName' | 'revision'>,
  operation: Pick<EngineOperation, 'id' | 'requestedBy' | 'reason'>,
  now: number,
): Promise<boolean> {
  const path = `/api/v1/namespaces/${pathSegment(
    release.namespace,
  )}/secrets/${pathSegment(stored.secretName)}`;
  const { status, body } = await client.request('GET', path);
  if (status === 404) {
    return false;
  }
  const secret = secretSchema.parse(body);
  const { id, requestedBy, reason } = operation;
  const failed = await failedPayload(
    secret.data.release,
    descriptionOf(
      `Marked as failed by ${requestedBy} (${id})${
        reason ? `: ${reason}` : ''
      }`,
    ),
  );
  if (
    failed.revision !== stored.revision ||
    !failed.status.startsWith('pending-')
  ) {
    return false;
  }
  const written = await client.request('PATCH', path, {
    contentType: 'application/merge-patch+json',
    body: {
      metadata: {
        resourceVersion: secret.metadata.resourceVersion,
        labels: {
          status: 'failed',
          modifiedAt: String(Math.floor(now / 1000)),
        },
      },
      data: { release: failed.release },
    },
    accept:
      'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json',
  });
  if (written.status === 409) {
    return false;
  }
  if (written.status !== 200) {
    throw new HelmError({
      code: 'HELM_FAILED',
      message: `Revision ${stored.revision} could not be marked as failed: the cluster answered ${written.status}.`,
    });
  }
  return true;
}
