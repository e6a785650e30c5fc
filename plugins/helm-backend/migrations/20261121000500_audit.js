// @ts-check

/**
 * The audit trail is insert-only, and the database is what keeps it so: no
 * statement changes an entry, and none deletes one except the purge, which
 * first names a time in `helm_settings` and deletes what is older in the same
 * transaction. Entries of the last 30 days can't be deleted whatever that says.
 */
const UNTIL = 'audit-delete-before';
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

const indexes = {
  helm_audit_release: ['release_key', 'position'],
  helm_audit_actor: ['actor', 'position'],
  helm_audit_environment: ['environment', 'position'],
  helm_audit_action: ['action', 'position'],
  helm_audit_at: ['at'],
};

const sqlite = [
  `CREATE TRIGGER helm_audit_no_update BEFORE UPDATE ON helm_audit
   BEGIN SELECT RAISE(ABORT, 'helm_audit is insert-only'); END`,
  `CREATE TRIGGER helm_audit_no_delete BEFORE DELETE ON helm_audit
   WHEN OLD.at >= CAST(unixepoch('subsec') * 1000 AS INTEGER) - ${KEPT_MS}
     OR NOT EXISTS (
       SELECT 1 FROM helm_settings
       WHERE name = '${UNTIL}' AND OLD.at < CAST(value AS INTEGER)
     )
   BEGIN SELECT RAISE(ABORT, 'helm_audit is insert-only'); END`,
  // REPLACE deletes without a delete trigger.
  `CREATE TRIGGER helm_audit_no_replace BEFORE INSERT ON helm_audit
   WHEN EXISTS (SELECT 1 FROM helm_audit WHERE position = NEW.position)
   BEGIN SELECT RAISE(ABORT, 'helm_audit is insert-only'); END`,
];

const postgres = [
  `CREATE FUNCTION helm_audit_guard() RETURNS trigger LANGUAGE plpgsql AS $$
   BEGIN
     IF TG_OP = 'DELETE'
       AND OLD.at < (extract(epoch from clock_timestamp()) * 1000)::bigint - ${KEPT_MS}
       AND EXISTS (
         SELECT 1 FROM helm_settings
         WHERE name = '${UNTIL}' AND OLD.at < value::bigint
       )
     THEN
       RETURN OLD;
     END IF;
     RAISE EXCEPTION 'helm_audit is insert-only';
   END $$`,
  `CREATE TRIGGER helm_audit_no_update BEFORE UPDATE ON helm_audit
   FOR EACH ROW EXECUTE FUNCTION helm_audit_guard()`,
  `CREATE TRIGGER helm_audit_no_delete BEFORE DELETE ON helm_audit
   FOR EACH ROW EXECUTE FUNCTION helm_audit_guard()`,
  `CREATE TRIGGER helm_audit_no_truncate BEFORE TRUNCATE ON helm_audit
   FOR EACH STATEMENT EXECUTE FUNCTION helm_audit_guard()`,
];

/** @param {import('knex').Knex} knex */
function isPostgres(knex) {
  return knex.client.config.client === 'pg';
}

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.alterTable('helm_audit', table => {
    for (const [name, columns] of Object.entries(indexes)) {
      table.index(columns, name);
    }
  });
  for (const statement of isPostgres(knex) ? postgres : sqlite) {
    await knex.schema.raw(statement);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  const triggers = isPostgres(knex)
    ? ['update', 'delete', 'truncate']
    : ['update', 'delete', 'replace'];
  for (const what of triggers) {
    await knex.schema.raw(
      `DROP TRIGGER helm_audit_no_${what}${
        isPostgres(knex) ? ' ON helm_audit' : ''
      }`,
    );
  }
  if (isPostgres(knex)) {
    await knex.schema.raw('DROP FUNCTION helm_audit_guard()');
  }
  await knex.schema.alterTable('helm_audit', table => {
    for (const [name, columns] of Object.entries(indexes)) {
      table.dropIndex(columns, name);
    }
  });
};
