import type { Knex } from 'knex';

/** Empties the trail between two tests; its guard is back afterwards. */
export async function emptyAudit(knex: Knex): Promise<void> {
  const isPostgres = knex.client.config.client === 'pg';
  const of = isPostgres ? ' ON helm_audit' : '';
  const created = isPostgres
    ? `CREATE TRIGGER helm_audit_no_delete BEFORE DELETE ON helm_audit
       FOR EACH ROW EXECUTE FUNCTION helm_audit_guard()`
    : (
        await knex('sqlite_master')
          .where({ type: 'trigger', name: 'helm_audit_no_delete' })
          .first('sql')
      ).sql;
  await knex.transaction(async tx => {
    await tx.raw(`DROP TRIGGER helm_audit_no_delete${of}`);
    await tx('helm_audit').delete();
    await tx.raw(created);
  });
}
