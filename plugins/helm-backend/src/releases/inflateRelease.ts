/** The part of a release payload that we use (engines.md §2.2); never its templates. */
export interface ReleasePayload {
  name: string;
  namespace: string;
  version: number;
  applyMethod?: string;
  info: {
    status: string;
    description: string;
    firstDeployed: string;
    lastDeployed: string;
    rollbackRevision?: number;
    notes: string;
  };
  chart: {
    name: string;
    version: string;
    appVersion?: string;
    values: Record<string, unknown>;
    schema?: string;
    readme?: string;
  };
  config: Record<string, unknown>;
  manifest: string;
  hooks: {
    name: string;
    kind: string;
    path: string;
    manifest: string;
    events: string[];
  }[];
}

/** Largest payload after decompression. */
export const MAX_PAYLOAD_BYTES = 64 * 1024 * 1024;

/**
 * `data.release` of a Secret → payload: base64, base64, gzip, JSON.
 *
 * Uses only its arguments, because a worker thread runs it from its own text.
 *
 * @throws Error when it is not a Helm release or larger than `limit`.
 */
export function inflateRelease(
  encoded: string,
  limit: number,
  gunzip: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer,
): ReleasePayload {
  let bytes = Buffer.from(
    Buffer.from(encoded, 'base64').toString('latin1'),
    'base64',
  );
  // Releases of early Helm versions are not compressed.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    bytes = gunzip(bytes, { maxOutputLength: limit }) as typeof bytes;
  }
  const release = JSON.parse(bytes.toString('utf8'));
  const info = release.info;
  const metadata = release.chart.metadata;
  const decode = (text?: string) =>
    text ? Buffer.from(text, 'base64').toString('utf8') : undefined;
  const readme = (release.chart.files || []).find((file: { name: string }) =>
    /^readme(\.md|\.txt)?$/i.test(file.name),
  );
  return {
    name: release.name,
    namespace: release.namespace,
    version: release.version,
    applyMethod: release.apply_method,
    info: {
      status: info.status,
      description: info.description || '',
      firstDeployed: info.first_deployed,
      lastDeployed: info.last_deployed,
      rollbackRevision: info.rollback_revision || undefined,
      notes: info.notes || '',
    },
    chart: {
      name: metadata.name,
      version: metadata.version,
      appVersion: metadata.appVersion || undefined,
      values: release.chart.values || {},
      schema: decode(release.chart.schema),
      readme: readme && decode(readme.data),
    },
    config: release.config || {},
    manifest: release.manifest || '',
    hooks: (release.hooks || []).map((hook: any) => ({
      name: hook.name,
      kind: hook.kind,
      path: hook.path,
      manifest: hook.manifest,
      events: hook.events || [],
    })),
  };
}
