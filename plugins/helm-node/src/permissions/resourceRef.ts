import { createPermissionResourceRef } from '@backstage/plugin-permission-node';
import {
  RESOURCE_TYPE_HELM_RELEASE,
  type ReleaseRef,
} from '@backstage-helm/plugin-helm-common';

/**
 * What permission rules look at: a release and what the portal knows of it.
 *
 * @public
 */
export interface HelmReleaseResource {
  ref: ReleaseRef;
  /** Absent when the namespace belongs to no environment. */
  environment?: string;
  /** The bound or only declaring entity. */
  entityRef?: string;
  /** Owner of that entity, as a full ref. */
  owner?: string;
  /** System of that entity, as a full ref. */
  system?: string;
}

/**
 * A rule as a filter for lists: releases are filtered in memory.
 *
 * @public
 */
export type HelmReleaseFilter = (resource: HelmReleaseResource) => boolean;

/** @public */
export const helmReleasePermissionResourceRef = createPermissionResourceRef<
  HelmReleaseResource,
  HelmReleaseFilter
>().with({ pluginId: 'helm', resourceType: RESOURCE_TYPE_HELM_RELEASE });
