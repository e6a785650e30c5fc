import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import {
  stringifyReleaseRef,
  type HelmProblem,
} from '@backstage-helm/plugin-helm-common';
import type { Declaration } from './Declaration';
import { resolveDependencies } from './resolveDependencies';

const VERSION = 'declarations-version';

/** An entity's row with its declarations; secret values are hidden in both. */
export interface DeclaredEntity {
  entityRef: string;
  problems: HelmProblem[];
  fingerprint: string;
  /** Epoch milliseconds. */
  readAt: number;
  declarations: Declaration[];
}

/** Everything that is declared, as one consistent picture. */
export interface DeclarationSnapshot {
  version: string;
  /** As rows hold them: what depends on other entities is left open. */
  stored: ReadonlyMap<string, DeclaredEntity>;
  entities: ReadonlyMap<string, DeclaredEntity>;
  byRelease: ReadonlyMap<string, Declaration[]>;
}

/** Tables helm_declarations and helm_declared_entities. */
export class DeclarationTable {
  readonly #knex: Knex;
  #snapshot?: DeclarationSnapshot;
  #loading?: { version: string; snapshot: Promise<DeclarationSnapshot> };

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Read again only when some replica wrote. */
  async snapshot(): Promise<DeclarationSnapshot> {
    const row = await this.#knex('helm_settings')
      .where('name', VERSION)
      .first('value');
    const version: string = row?.value ?? '';
    const known = this.#snapshot;
    if (known?.version === version) {
      return known;
    }
    if (this.#loading?.version !== version) {
      const snapshot = this.#load(version).finally(() => {
        this.#loading = undefined;
      });
      this.#loading = { version, snapshot };
    }
    return this.#loading.snapshot;
  }

  async put(entity: DeclaredEntity): Promise<void> {
    await this.#knex.transaction(async tx => {
      // Replicas may read the same entity at once: the last one to write wins.
      await tx('helm_declared_entities')
        .insert({
          entity_ref: entity.entityRef,
          problems: JSON.stringify(entity.problems),
          fingerprint: entity.fingerprint,
          read_at: entity.readAt,
        })
        .onConflict('entity_ref')
        .merge();
      await tx('helm_declarations')
        .where('entity_ref', entity.entityRef)
        .delete();
      for (const [index, declaration] of entity.declarations.entries()) {
        await tx('helm_declarations')
          .insert({
            entity_ref: entity.entityRef,
            environment: declaration.environment,
            declared_as: declaredAs(declaration, index),
            release_key: declaration.release
              ? stringifyReleaseRef(declaration.release)
              : null,
            body: JSON.stringify(declaration),
          })
          .onConflict(['entity_ref', 'environment', 'declared_as'])
          .merge();
      }
      await this.#bump(tx);
    });
  }

  async remove(entityRefs: string[]): Promise<void> {
    if (!entityRefs.length) {
      return;
    }
    await this.#knex.transaction(async tx => {
      await this.#delete(tx, entityRefs);
      await this.#bump(tx);
    });
  }

  async #delete(tx: Knex, entityRefs: string[]): Promise<void> {
    await tx('helm_declarations').whereIn('entity_ref', entityRefs).delete();
    await tx('helm_declared_entities')
      .whereIn('entity_ref', entityRefs)
      .delete();
  }

  async #bump(tx: Knex): Promise<void> {
    await tx('helm_settings')
      .insert({ name: VERSION, value: randomUUID() })
      .onConflict('name')
      .merge();
  }

  async #load(version: string): Promise<DeclarationSnapshot> {
    const [entityRows, rows] = [
      await this.#knex('helm_declared_entities').select(
        'entity_ref',
        'problems',
        'fingerprint',
        'read_at',
      ),
      await this.#knex('helm_declarations')
        .select('entity_ref', 'body')
        .orderBy(['entity_ref', 'environment', 'declared_as']),
    ];
    const stored = new Map<string, DeclaredEntity>(
      entityRows.map(row => [
        row.entity_ref,
        {
          entityRef: row.entity_ref,
          problems: JSON.parse(row.problems),
          fingerprint: row.fingerprint,
          readAt: Number(row.read_at),
          declarations: [],
        },
      ]),
    );
    for (const row of rows) {
      stored.get(row.entity_ref)?.declarations.push(JSON.parse(row.body));
    }
    const snapshot = { version, stored, ...resolved(stored) };
    this.#snapshot = snapshot;
    return snapshot;
  }
}

/** The same with the dependencies over all entities, also by release. */
function resolved(
  stored: ReadonlyMap<string, DeclaredEntity>,
): Pick<DeclarationSnapshot, 'entities' | 'byRelease'> {
  const entities = new Map<string, DeclaredEntity>();
  for (const [entityRef, entity] of stored) {
    entities.set(entityRef, { ...entity, declarations: [] });
  }
  const byRelease = new Map<string, Declaration[]>();
  for (const declaration of resolveDependencies(
    [...stored.values()].flatMap(entity => entity.declarations),
  )) {
    entities.get(declaration.entityRef)?.declarations.push(declaration);
    if (declaration.release) {
      const key = stringifyReleaseRef(declaration.release);
      byRelease.set(key, [...(byRelease.get(key) ?? []), declaration]);
    }
  }
  return { entities, byRelease };
}

/** Tells the declarations of one entity in one environment apart. */
function declaredAs({ release }: Declaration, index: number): string {
  return release ? `${release.namespace}/${release.name}` : `#${index}`;
}
