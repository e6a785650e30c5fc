import { z } from 'zod';
import type { KubeClient } from '../clusters/KubeClient';
import { pathSegment } from '../clusters/pathSegment';
import type { Trace } from './holder';

const secretSchema = z.object({
  metadata: z.object({
    creationTimestamp: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    managedFields: z
      .array(
        z.object({
          manager: z.string().default(''),
          time: z.string().optional(),
        }),
      )
      .default([]),
  }),
});

const METADATA =
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/**
 * Who wrote a release Secret and when, by its metadata alone. Undefined when it
 * is gone.
 */
export async function readTrace(
  client: KubeClient,
  namespace: string,
  secretName: string,
): Promise<Trace | undefined> {
  const { status, body } = await client.request(
    'GET',
    `/api/v1/namespaces/${pathSegment(namespace)}/secrets/${pathSegment(
      secretName,
    )}`,
    { accept: METADATA },
  );
  if (status !== 200) {
    return undefined;
  }
  const { metadata } = secretSchema.parse(body);
  const times = metadata.managedFields.flatMap(({ time }) => time ?? []);
  return {
    writtenAt: [metadata.creationTimestamp, ...times].sort().at(-1)!,
    writers: [...new Set(metadata.managedFields.map(each => each.manager))],
    labelStatus: metadata.labels.status,
  };
}
