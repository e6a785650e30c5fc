import type { Knex } from 'knex';

interface Query {
  sql: string;
  bindings: unknown[];
}

/** How a database carries a query out. */
export interface QueryPlan {
  sql: string;
  /** Tables that it reads from end to end. */
  scans: string[];
}

/** Notes what is asked, until stopped: each statement once. */
export function recordQueries(knex: Knex): { stop: () => Query[] } {
  const queries = new Map<string, Query>();
  const note = ({ sql, bindings }: Query) => {
    if (/^(select|update|delete|with)/i.test(sql) && sql.includes('helm_')) {
      queries.set(sql, { sql, bindings: bindings ?? [] });
    }
  };
  knex.on('query', note);
  return {
    stop() {
      knex.removeListener('query', note);
      return [...queries.values()];
    },
  };
}

/** Tables with one row, or read whole on purpose. */
const SMALL = ['helm_settings'];

export async function readPlans(
  knex: Knex,
  queries: Query[],
): Promise<QueryPlan[]> {
  const plans: QueryPlan[] = [];
  for (const query of queries) {
    const scans = (
      knex.client.config.client === 'pg'
        ? await scansOfPostgres(knex, query)
        : await scansOfSqlite(knex, query)
    ).filter(scan => !SMALL.some(table => scan.includes(table)));
    plans.push({ sql: query.sql, scans });
  }
  return plans;
}

async function scansOfPostgres(knex: Knex, query: Query): Promise<string[]> {
  const client = await knex.client.acquireConnection();
  try {
    // As on a solid-state disk.
    await client.query('SET random_page_cost = 1.1');
    const { rows } = await client.query(
      `EXPLAIN (FORMAT JSON) ${query.sql}`,
      query.bindings,
    );
    const scans: string[] = [];
    const walk = (node: Record<string, any>) => {
      if (node['Node Type'] === 'Seq Scan') {
        scans.push(node['Relation Name']);
      }
      (node.Plans ?? []).forEach(walk);
    };
    walk(rows[0]['QUERY PLAN'][0].Plan);
    return scans;
  } finally {
    await knex.client.releaseConnection(client);
  }
}

async function scansOfSqlite(knex: Knex, query: Query): Promise<string[]> {
  const rows: { detail: string }[] = await knex.raw(
    `EXPLAIN QUERY PLAN ${query.sql}`,
    query.bindings.map(value =>
      typeof value === 'boolean' ? Number(value) : value,
    ) as Knex.RawBinding[],
  );
  const details = rows.map(({ detail }) => detail);
  const derived = details.flatMap(
    detail => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)/.exec(detail)?.[1] ?? [],
  );
  return details
    .filter(detail => /^SCAN \w/.test(detail))
    .filter(detail => !/USING (COVERING )?INDEX|CONSTANT ROW/.test(detail))
    .filter(detail => !derived.includes(detail.split(' ')[1]));
}
