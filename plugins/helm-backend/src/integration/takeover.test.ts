import { randomUUID } from 'node:crypto';
import type { Entity } from '@backstage/catalog-model';
import {
  auditListSchema,
  entityReleasesSchema,
} from '@backstage-helm/plugin-helm-common';
import type { Knex } from 'knex';
import {
  openDatabases,
  type Databases,
} from '../database/__testUtils__/openDatabases';
import { createStores } from '../operations';
import { driveRelease } from './__testUtils__/driveRelease';
import {
  ALLOW,
  component,
  startPortal,
  stateFile,
  until,
} from './__testUtils__/startPortal';

const suite = stateFile ? describe : describe.skip;
const id = randomUUID().slice(0, 6);
const ledger = `ledger-${id}`;
const payments = 'group:default/team-payments';
const intruders = 'group:default/intruders';
const victim = { cluster: 'nonprod', namespace: 'payments-dev', name: ledger };
const dev = { 'helm-release/environments': 'dev' };

function partOf(entity: Entity, system: string): Entity {
  const [, name] = system.split('/');
  return {
    ...entity,
    spec: { ...entity.spec, system: name },
    relations: [
      ...(entity.relations ?? []).filter(({ type }) => type !== 'partOf'),
      { type: 'partOf', targetRef: system },
    ],
  };
}

function systemOf(namespace: string, name: string, owner: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name, namespace },
    spec: { owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  };
}

/** By what each attack is refused on the card of the attacker's own entity. */
const attacks: {
  it: string;
  name: string;
  system: string;
  annotations: Record<string, string>;
}[] = [
  {
    it: 'the release by its name and namespace',
    name: `by-name-${id}`,
    system: 'system:default/shop',
    annotations: {
      'helm-release/name': ledger,
      'helm-release/namespace': 'payments-dev',
    },
  },
  {
    it: 'the namespace',
    name: `by-namespace-${id}`,
    system: 'system:default/shop',
    annotations: { 'helm-release/namespace': 'payments-dev' },
  },
  {
    it: 'the System',
    name: `by-system-${id}`,
    system: 'system:default/payments',
    annotations: { 'helm-release/name': ledger },
  },
  {
    it: 'a System of the same name, made for it',
    name: `by-namesake-${id}`,
    system: 'system:intruders/payments',
    annotations: { 'helm-release/name': ledger },
  },
];

suite("an entity that wants another team's", () => {
  let databases: Databases;
  let knex: Knex;
  let portal: Awaited<ReturnType<typeof startPortal>>;
  let owner: ReturnType<typeof driveRelease>;
  let before: unknown;

  const cards = async (name: string) =>
    entityReleasesSchema.parse(
      await portal.get(`/entities/component/default/${name}/releases`),
    ).targets;
  /** What belongs to the victim, in the cluster and in the database. */
  async function belongings() {
    const objects = await portal.kubectl(
      ...['get', 'secrets,deployments,services', '-n', 'payments-dev'],
      ...[
        '-o',
        'jsonpath={range .items[*]}{.metadata.uid}{.metadata.generation}{.metadata.name}{"\\n"}{end}',
      ],
    );
    return {
      objects: objects.split('\n').filter(line => line.includes(id)),
      bindings: await knex('helm_bindings').select('*'),
      operations: await knex('helm_operations').select('id', 'status'),
    };
  }

  it('starts, and the owner installs', async () => {
    databases = openDatabases();
    knex = await databases.create('SQLite');
    portal = await startPortal({
      name: `takeover-${id}`,
      // Whoever asks may do everything: only ownership is in the way.
      decide: () => ALLOW,
      knex,
      entities: [
        systemOf('default', 'payments', payments),
        systemOf('intruders', 'payments', intruders),
        partOf(component(ledger, payments, dev), 'system:default/payments'),
        ...attacks.map(({ name, system, annotations }) =>
          partOf(
            component(name, intruders, { ...dev, ...annotations }),
            system,
          ),
        ),
        // In a namespace that both teams may use.
        component(`rival-${id}`, intruders, {
          ...dev,
          'helm-release/namespace': 'shop-dev',
          'helm-release/name': `shared-${id}`,
        }),
      ],
      configure: ({ helm }) => {
        helm.environments[0].namespaces.push({
          match: 'shop-dev',
          owners: [intruders],
        });
      },
    });
    owner = driveRelease(portal, victim);
    await until(
      () => cards(ledger),
      ([card]) => card?.headline.state === 'Absent',
    );
    expect(
      await owner.operate({ kind: 'install' }, 'It is ours'),
    ).toMatchObject({ status: 'succeeded' });
    before = await belongings();
  }, 60_000);

  afterAll(async () => {
    await portal.helm(
      ...['uninstall', ledger, '-n', 'payments-dev', '--ignore-not-found'],
    );
    await portal.stop();
    await databases.close();
  }, 60_000);

  it.each(attacks)('$it gets nowhere', async ({ name }) => {
    const [card] = await cards(name);
    expect(card).toMatchObject({
      problems: [
        {
          code: 'NAMESPACE_NOT_GRANTED',
          message: expect.any(String),
          wayOut: expect.any(String),
        },
      ],
    });
    // It has no place, so there is nothing that a button could name.
    expect(card.release).toBeUndefined();
    expect(card.actions.filter(({ allowed }) => allowed)).toEqual([
      { action: 'refresh', allowed: true },
    ]);
    const { status, body } = await driveRelease(portal, {
      ...victim,
      name,
    }).askPlan({ kind: 'install' });
    expect([status, body.error.code]).toEqual([409, 'NOT_DECLARED']);
    // The victim sees no conflict: nobody else can name what is theirs.
    expect((await cards(ledger))[0].headline.state).toBe('InSync');
    expect(await belongings()).toEqual(before);
  });

  it('gets nowhere by hand: the body names neither entity nor account', async () => {
    for (const extra of [
      { entityRef: `component:default/${attacks[0].name}` },
      { environment: 'dev' },
      { chart: 'worker' },
      { serviceAccount: 'default' },
    ]) {
      const { status, body } = await owner.askPlan({
        kind: 'upgrade',
        ...extra,
      });
      expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    }
    const { id: plan } = await owner.plan({ kind: 'upgrade' });
    const answer = await portal.send(
      'post',
      '/operations',
      { plan, reason: 'x', release: { ...victim, name: 'other' } },
      { 'idempotency-key': 'extra' },
    );
    expect([answer.status, answer.body.error.code]).toEqual([
      400,
      'INPUT_INVALID',
    ]);
    expect(await belongings()).toEqual(before);
  });

  it('gets nowhere with a plan from before the rightful owner came', async () => {
    const shared = {
      cluster: 'nonprod',
      namespace: 'shop-dev',
      name: `shared-${id}`,
    };
    const rival = driveRelease(portal, shared);
    const plan = await rival.plan({ kind: 'install' });
    await createStores(knex).bindings.claim(knex, {
      release: shared,
      entityRef: 'component:default/rightful',
      environment: 'dev',
      by: 'user:default/omar',
      at: new Date().toISOString(),
    });
    const withBinding = await belongings();
    const { status, body } = await rival.askOperation(plan.id, 'Mine now');
    expect([status, body.error]).toMatchObject([
      409,
      {
        code: 'BINDING_CONFLICT',
        field: 'release',
        message: expect.stringContaining('component:default/rightful'),
        wayOut: expect.any(String),
      },
    ]);
    const { items } = auditListSchema.parse(await portal.get('/audit?limit=1'));
    expect(items[0]).toMatchObject({
      outcome: 'denied',
      actor: 'user:default/ana',
    });
    for (const [kind, code] of [
      ['install', 'BINDING_CONFLICT'],
      ['upgrade', 'BINDING_CONFLICT'],
      ['adopt', 'BINDING_CONFLICT'],
      ['uninstall', 'BINDING_CONFLICT'],
      // A rescue is the owner's, whose release has nothing to test.
      ['test', 'ACTION_NOT_POSSIBLE'],
    ]) {
      const again = await rival.askPlan({ kind });
      expect([kind, again.status, again.body.error.code]).toEqual([
        kind,
        409,
        code,
      ]);
    }
    const [card] = await cards(`rival-${id}`);
    expect(card.headline.state).toBe('Conflict');
    expect(
      card.actions.filter(
        ({ action, allowed }) => allowed && action !== 'refresh',
      ),
    ).toEqual([]);
    expect(await belongings()).toEqual(withBinding);
  });
});
