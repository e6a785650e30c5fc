import type {
  Resource,
  ResourceList,
} from '@backstage-helm/plugin-helm-common';

/** A line for the operation's log. */
export interface ProgressLine {
  level: 'log' | 'warn';
  text: string;
}

const keyOf = ({ apiVersion, kind, namespace, name }: Resource) =>
  `${apiVersion} ${kind} ${namespace ?? ''} ${name}`;

/**
 * Turns looks at a release's objects into log lines: what changed since the
 * last look, each warning event once.
 */
export function createProgress(): (list: ResourceList) => ProgressLine[] {
  const seen = new Map<string, string>();
  const events = new Set<string>();
  let isFirst = true;
  return ({ items }) => {
    const lines: ProgressLine[] = [];
    for (const resource of items) {
      const key = keyOf(resource);
      const state = `${resource.status} ${resource.words}`;
      const name = `${resource.kind} ${resource.name}`;
      // Ready from the start is no news.
      if (
        seen.get(key) !== state &&
        !(isFirst && resource.status === 'Ready')
      ) {
        lines.push({
          level: resource.status === 'Failed' ? 'warn' : 'log',
          text: `${name}: ${resource.words}`,
        });
      }
      seen.set(key, state);
      for (const event of resource.events) {
        const id = `${key} ${event.reason} ${event.message}`;
        if (event.type === 'Warning' && !events.has(id)) {
          events.add(id);
          lines.push({
            level: 'warn',
            text: `${name}: ${event.reason}: ${event.message}`,
          });
        }
      }
    }
    isFirst = false;
    return lines;
  };
}
