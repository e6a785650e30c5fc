import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { stringifyReleaseRef } from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import { loadDigester } from '../../digest/createDigester';
import type { Digester } from '../../digest/Digester';
import { OPERATION_LABEL } from '../../helm/helmArguments';
import type {
  HistoryLine,
  OperationEvidence,
  ReleaseEvidence,
  RevisionEvidence,
} from './evidence';
import { groupBy } from './groupBy';
import { readHistory } from './planNext';
import { Random } from './Random';
import { chartsByTemplates, templatesKey } from './templates';
import type { Target, World } from './world';

const run = promisify(execFile);

/** What of the local clusters' state is read. */
export interface Clusters {
  directory: string;
  tools: { helm: string; kubectl: string };
  clusters: { name: string; kubeconfig: string }[];
}

/** Reads everything that the checks compare, of every release. */
export async function collectEvidence(
  world: World,
  options: { knex: Knex; clusters: Clusters },
): Promise<ReleaseEvidence[]> {
  const { knex, clusters } = options;
  const digester = await loadDigester(knex);
  const charts = await chartsByTemplates(join(clusters.directory, 'charts'));
  const operations = await readOperations(knex);
  const secrets = await readSecrets(clusters, world.targets);
  return Promise.all(
    world.targets.map(async target => {
      const revisions = (secrets.get(target.key) ?? [])
        .map(secret => toRevision(secret, digester, charts))
        .sort((left, right) => left.revision - right.revision);
      const portalHistory = await readHistory(world, new Random(0), target);
      return {
        ...target,
        operations: operations.get(target.key) ?? [],
        revisions,
        helmHistory: revisions.length
          ? await helmHistory(clusters, target)
          : [],
        portalHistory: portalHistory ?? [],
      };
    }),
  );
}

async function readOperations(
  knex: Knex,
): Promise<Map<string, OperationEvidence[]>> {
  const rows = await knex('helm_operations').orderBy('position');
  const events = groupBy(
    await knex('helm_operation_events').orderBy('seq'),
    event => event.operation_id,
  );
  const audit = groupBy(
    await knex('helm_audit').whereNotNull('operation_id'),
    entry => entry.operation_id,
  );
  const number = (value: unknown) =>
    value === null || value === undefined ? undefined : Number(value);
  const json = (value: string | null) =>
    value ? JSON.parse(value) : undefined;
  return groupBy(
    rows.map(row => ({
      release: row.release_key,
      id: row.id,
      position: Number(row.position),
      kind: row.kind,
      status: row.status,
      requestedBy: row.requested_by,
      idempotencyKey: row.idempotency_key ?? undefined,
      attempt: Number(row.attempt),
      createdAt: Number(row.created_at),
      expectedRevision: number(row.expected_revision),
      revisionAfter: number(row.revision_after),
      intentAt: number(row.intent_at),
      finishedAt: number(row.finished_at),
      outcomeCode: json(row.outcome)?.code,
      awaitsFollowUp: Boolean(row.awaits_follow_up),
      follows: row.follows ?? undefined,
      work: json(row.work),
      observation: json(row.observation),
      events: (events.get(row.id) ?? []).map(event => ({
        seq: Number(event.seq),
        at: Number(event.at),
        type: event.type,
        text: event.body,
      })),
      audit: (audit.get(row.id) ?? []).map(entry => entry.action),
    })),
    ({ release }) => release,
  );
}

/** Release Secrets as they are stored, by release. */
async function readSecrets(
  { tools, clusters }: Clusters,
  targets: Target[],
): Promise<Map<string, any[]>> {
  const places = new Map(
    targets.map(({ ref }) => [`${ref.cluster}/${ref.namespace}`, ref]),
  );
  const found = new Map<string, any[]>();
  for (const { cluster, namespace } of places.values()) {
    const { stdout } = await run(
      tools.kubectl,
      ['get', 'secrets', '-n', namespace, '-l', 'owner=helm', '-o', 'json'],
      {
        env: {
          KUBECONFIG: kubeconfigOf(clusters, cluster),
          HOME: tmpdir(),
        },
        maxBuffer: 256 * 1024 * 1024,
      },
    );
    for (const secret of JSON.parse(stdout).items) {
      const { name } = secret.metadata.labels;
      const key = stringifyReleaseRef({ cluster, namespace, name });
      found.set(key, [...(found.get(key) ?? []), secret]);
    }
  }
  return found;
}

function toRevision(
  secret: any,
  digester: Digester,
  charts: Map<string, string>,
): RevisionEvidence {
  const { labels } = secret.metadata;
  const encoded = Buffer.from(secret.data.release, 'base64').toString('latin1');
  const release = JSON.parse(
    gunzipSync(Buffer.from(encoded, 'base64')).toString('utf8'),
  );
  const { info, chart } = release;
  const rollback = /^Rollback to (\d+)$/.exec(info.description ?? '');
  return {
    revision: release.version,
    status: info.status,
    labelStatus: labels.status,
    description: info.description ?? '',
    rollbackTo:
      info.rollback_revision || (rollback ? Number(rollback[1]) : undefined),
    operationId: labels[OPERATION_LABEL],
    chartVersion: chart.metadata.version,
    chartDigest: charts.get(templatesKey(chart.metadata, chart.templates)),
    configDigest: digester.json(release.config ?? {}),
  };
}

async function helmHistory(
  { tools, clusters }: Clusters,
  { ref }: Target,
): Promise<HistoryLine[]> {
  const { stdout } = await run(
    tools.helm,
    ['history', ref.name, '-n', ref.namespace, '--max', '256', '-o', 'json'],
    {
      env: {
        KUBECONFIG: kubeconfigOf(clusters, ref.cluster),
        HOME: tmpdir(),
      },
    },
  );
  return JSON.parse(stdout);
}

function kubeconfigOf(clusters: Clusters['clusters'], name: string): string {
  return clusters.find(cluster => cluster.name === name)!.kubeconfig;
}
