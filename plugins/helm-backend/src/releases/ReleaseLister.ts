import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  helmReleaseReadPermission,
  HelmError,
  stringifyReleaseRef,
  type ReleaseList,
  type ReleaseRow,
} from '@backstage-helm/plugin-helm-common';
import type { Authorizer } from '../authorization/Authorizer';
import { environmentOf } from '../config/environmentOf';
import type { HelmConfig } from '../config/HelmConfig';
import { knowReleases, ownDeclaration } from './knowReleases';
import type { KnownRelease, ReleaseKnowledge } from './ReleaseKnowledge';
import { assembleState, type StateOptions } from './releaseState';
import type { RevisionRecords } from './RevisionRecords';

/** Filters, order and page of the fleet. */
export interface ReleaseQuery {
  environment?: string;
  cluster?: string;
  lifecycle?: string;
  sync?: string;
  drift?: string;
  owner?: string;
  system?: string;
  chart?: string;
  q?: string;
  sort: 'environment' | 'name' | '-updated';
  limit: number;
  cursor?: string;
}

export interface ReleaseListerOptions extends Omit<StateOptions, 'store'> {
  config: HelmConfig;
  knowledge: ReleaseKnowledge;
  authorizer: Authorizer;
  records: Pick<RevisionRecords, 'attribute'>;
}

interface Row extends ReleaseRow {
  owner?: string;
  system?: string;
  sortKey: string;
}

/** Every release that is declared, bound or found, as rows of a table. */
export class ReleaseLister {
  readonly #options: ReleaseListerOptions;

  constructor(options: ReleaseListerOptions) {
    this.#options = options;
  }

  async list(
    query: ReleaseQuery,
    credentials: BackstageCredentials,
  ): Promise<ReleaseList> {
    const { authorizer, knowledge, records } = this.#options;
    const readable = await authorizer.filter(
      credentials,
      helmReleaseReadPermission,
      await knowReleases(knowledge),
      known => known.ref,
    );
    const all = await records.attribute(
      readable
        .map(known => this.#row(known, query))
        .filter(row => row !== undefined),
    );
    const rows = all
      .filter(row => matches(row, query))
      .sort((left, right) => (left.sortKey < right.sortKey ? -1 : 1));
    const after = query.cursor && readCursor(query.cursor);
    const rest = after ? rows.filter(row => row.sortKey > after) : rows;
    const page = rest.slice(0, query.limit);
    return {
      items: page.map(({ owner, system, sortKey, ...row }) => row),
      nextCursor:
        rest.length > page.length
          ? writeCursor(page[page.length - 1].sortKey)
          : undefined,
      total: rows.length,
      facets: facetsOf(all, query),
      away: this.#away(),
    };
  }

  #row(known: KnownRelease, query: ReleaseQuery): Row | undefined {
    const { config, knowledge } = this.#options;
    const { ref } = known;
    const environment = environmentOf(config, ref.cluster, ref.namespace);
    if (!environment) {
      return undefined;
    }
    const declaration = ownDeclaration(known);
    const { state, headline, isStale } = assembleState(
      known,
      environment,
      declaration,
      { ...this.#options, store: knowledge.store },
    );
    return {
      release: ref,
      environment: environment.name,
      entityRef: known.binding?.entityRef ?? declaration?.entityRef,
      deployed: known.deployed,
      state,
      headline,
      stale: isStale,
      owner: declaration?.owner,
      system: declaration?.system,
      sortKey: sortKeyOf(known, environment.order, query.sort),
    };
  }

  #away(): ReleaseList['away'] {
    const { config, knowledge } = this.#options;
    const away = new Map<string, string>();
    for (const { name, cluster } of config.environments) {
      const { connected, problem } = knowledge.store.status(name);
      if (!connected && problem !== undefined) {
        away.set(cluster, problem);
      }
    }
    return [...away].map(([cluster, problem]) => ({ cluster, problem }));
  }
}

function matches(row: Row, query: ReleaseQuery): boolean {
  const text = query.q?.toLocaleLowerCase('en-US');
  const isOne = (wanted: string | undefined, actual: string | undefined) =>
    wanted === undefined || wanted.split(',').includes(actual ?? '');
  return (
    isOne(query.environment, row.environment) &&
    isOne(query.cluster, row.release.cluster) &&
    isOne(query.lifecycle, row.state.lifecycle) &&
    isOne(query.sync, row.state.sync) &&
    isOne(query.drift, row.state.drift) &&
    isOne(query.owner?.toLocaleLowerCase('en-US'), row.owner) &&
    isOne(query.system?.toLocaleLowerCase('en-US'), row.system) &&
    isOne(query.chart, row.deployed?.chartName) &&
    (text === undefined ||
      [
        stringifyReleaseRef(row.release),
        row.entityRef ?? '',
        row.deployed?.chartName ?? '',
        row.deployed?.chartVersion ?? '',
        row.deployed?.by ?? '',
      ].some(part => part.toLocaleLowerCase('en-US').includes(text)))
  );
}

const FACET_VALUES = 500;

/** What each filter could be set to, the other ones given. */
function facetsOf(rows: Row[], query: ReleaseQuery): ReleaseList['facets'] {
  const among = (
    filter: 'owner' | 'system' | 'chart',
    valueOf: (row: Row) => string | undefined,
  ) => {
    const others = { ...query, [filter]: undefined };
    const values = rows
      .filter(row => matches(row, others))
      .map(valueOf)
      .filter(value => value !== undefined);
    return [...new Set(values)].sort().slice(0, FACET_VALUES);
  };
  return {
    owner: among('owner', row => row.owner),
    system: among('system', row => row.system),
    chart: among('chart', row => row.deployed?.chartName),
  };
}

/** Unique, so that a page can go on after it. */
function sortKeyOf(
  { ref, deployed }: KnownRelease,
  order: number,
  sort: ReleaseQuery['sort'],
): string {
  const key = stringifyReleaseRef(ref);
  switch (sort) {
    case 'name':
      return `${ref.name}\u0000${key}`;
    case '-updated': {
      const updated = deployed ? Date.parse(deployed.updatedAt) : 0;
      return `${String(9e15 - updated).padStart(16, '0')}\u0000${key}`;
    }
    default:
      return `${String(order).padStart(4, '0')}\u0000${key}`;
  }
}

function writeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

function readCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!key.includes('\u0000')) {
    throw new HelmError({
      code: 'INPUT_INVALID',
      field: 'cursor',
      message: 'The cursor is not one that this list gave.',
      wayOut: 'Start again without a cursor.',
    });
  }
  return key;
}
