import type { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { EventsService } from '@backstage/plugin-events-node';
import type { DeclaredEntity } from '../declarations/DeclarationTable';
import { pushedEntities } from '../declarations/pushedEntities';
import {
  parsePushEvent,
  pushTopics,
  readCommit,
} from '../declarations/pushEvents';
import type {
  RefreshRequest,
  RefreshRequests,
} from '../declarations/RefreshRequests';
import { forEachLimited } from '../releases/forEachLimited';

const READS_AT_ONCE = 4;

/** What the plugin reads again when events tell of changes. */
export interface FollowedEvents {
  events: EventsService;
  requests: Pick<RefreshRequests, 'request'>;
  declared(): Promise<Iterable<DeclaredEntity>>;
  catalog: Pick<CatalogService, 'refreshEntity'>;
  auth: Pick<AuthService, 'getOwnServiceCredentials'>;
  logger: LoggerService;
}

/**
 * Reads declarations again by the catalog's events and by those of Git hosts.
 * Nothing is waited for: the one who publishes may be the one that we wait for.
 */
export async function followEvents(options: FollowedEvents): Promise<void> {
  const { events, requests, logger } = options;
  await events.subscribe({
    id: 'helm-refresh',
    topics: ['helm.refresh'],
    onEvent: async ({ eventPayload }) => {
      const request = readRequest(eventPayload);
      if (request) {
        void requests.request(request);
      }
    },
  });
  await events.subscribe({
    id: 'helm-pushes',
    topics: pushTopics,
    onEvent: async ({ topic, eventPayload }) => {
      readPushed(topic, eventPayload, options).catch(error =>
        logger.warn(`What a push changed was not read: ${error}`),
      );
    },
  });
}

function readRequest(payload: unknown): RefreshRequest | undefined {
  const { entityRef, digest, commit } = (payload ?? {}) as Record<
    string,
    unknown
  >;
  if (typeof entityRef !== 'string') {
    return undefined;
  }
  return {
    entityRef: stringifyEntityRef(parseEntityRef(entityRef)),
    digest: typeof digest === 'string' ? digest : undefined,
    commit: readCommit(commit),
  };
}

/** The payload selects among what is known, and names nothing to read. */
async function readPushed(
  topic: string,
  payload: unknown,
  options: FollowedEvents,
): Promise<void> {
  const { requests, catalog, auth, logger } = options;
  const pushes = parsePushEvent(topic, payload);
  if (!pushes.length) {
    return;
  }
  const declared = [...(await options.declared())];
  const credentials = await auth.getOwnServiceCredentials();
  for (const push of pushes) {
    const found = pushedEntities(declared, push);
    await forEachLimited(
      found,
      READS_AT_ONCE,
      async ({ entityRef, isCatalogFile }) => {
        if (isCatalogFile) {
          await catalog
            .refreshEntity(entityRef, { credentials })
            .catch(error =>
              logger.warn(`${entityRef} is not read again: ${error}`),
            );
        }
        await requests.request({ entityRef, commit: push.commit });
      },
    );
  }
}
