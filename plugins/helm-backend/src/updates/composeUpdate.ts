import { parseEntityRef } from '@backstage/catalog-model';
import type { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import type { Update } from './newerDeclared';

const LENGTH = 200;

/** What the entity's owner is told; later news of it replaces earlier ones. */
export function composeUpdate(
  { entityRef, chart, version, declared }: Update,
  owner: string,
): NotificationSendOptions {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  const [{ release }] = declared;
  const title = `${chart} ${version} is published; ${
    release.name
  } declares ${declaredWords(declared)}`;
  const path = [namespace, kind, name]
    .map(part => encodeURIComponent(part.toLocaleLowerCase('en-US')))
    .join('/');
  return {
    recipients: { type: 'entity', entityRef: owner },
    payload: {
      title: title.length > LENGTH ? `${title.slice(0, LENGTH - 1)}…` : title,
      description:
        'Its Helm tab compares what the environments declare, and proposes the version as a pull request.',
      link: `/catalog/${path}/helm?view=declared`,
      severity: 'low',
      topic: 'Helm',
      scope: `helm:update:${entityRef}:${release.name}`,
    },
  };
}

/** `1.3.0 in dev, staging and 1.2.0 in prod`. */
function declaredWords(declared: Update['declared']): string {
  const places = new Map<string, string[]>();
  for (const { version, environment } of declared) {
    places.set(version, [...(places.get(version) ?? []), environment]);
  }
  return [...places]
    .map(([version, names]) => `${version} in ${names.join(', ')}`)
    .join(' and ');
}
