import type { ApiHolder } from '@backstage/core-plugin-api';
import {
  isHelmApiError,
  type HelmApi,
} from '@backstage-helm/plugin-helm-common';
import { helmApiRef } from '../../api/helmApiRef';

/** The Helm API where there is no component. @throws Error in an app without it */
export function helmApiOf(apis: ApiHolder): HelmApi {
  const api = apis.get(helmApiRef);
  if (!api) {
    throw new Error('The app has no API for Helm: install the plugin');
  }
  return api;
}

/** The server's sentence with its way out. */
export function refusalWords(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const wayOut = isHelmApiError(error) ? error.wayOut : undefined;
  return wayOut ? `${message} ${wayOut}` : message;
}
