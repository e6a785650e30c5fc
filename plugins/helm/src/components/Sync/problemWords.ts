import type { Problem } from '@backstage-helm/plugin-helm-common';

/** What is in the way, and what ends it, in one line. */
export function problemWords({ message, wayOut }: Problem): string {
  return wayOut ? `${message} ${wayOut}` : message;
}
