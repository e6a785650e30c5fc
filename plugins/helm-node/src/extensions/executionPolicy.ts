import { createExtensionPoint } from '@backstage/backend-plugin-api';
import type { HelmReleaseResource } from '../permissions';

/** What is about to start, and on whose behalf. @public */
export interface ExecutionRequest {
  operationId: string;
  /** Key of the kind registry. */
  kind: string;
  /** Name of the permission that was decided at admission. */
  permission: string;
  /** `user:default/ana`, or a service subject. */
  principal: string;
  /** ISO time of that decision, or of the newest approval. */
  decidedAt: string;
  /** The release, read now. */
  resource: HelmReleaseResource;
}

/**
 * Asked when an operation starts, after the decision of its admission was
 * applied again: for portals whose policy knows more than roles and catalog.
 *
 * @public
 */
export interface ExecutionPolicy {
  /** Whether it may run. A throw is a no, and is in the log. */
  mayRun(request: ExecutionRequest): Promise<boolean>;
}

/** @public */
export interface HelmExecutionPolicyExtensionPoint {
  /** @throws Error when one is set already */
  setPolicy(policy: ExecutionPolicy): void;
}

/** @public */
export const helmExecutionPolicyExtensionPoint =
  createExtensionPoint<HelmExecutionPolicyExtensionPoint>({
    id: 'helm.execution-policy',
  });
