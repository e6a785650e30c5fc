import { inCluster } from './inCluster';
import { inEnvironment } from './inEnvironment';
import { inNamespace } from './inNamespace';
import { isEntityOwner } from './isEntityOwner';
import { ofSystem } from './ofSystem';

/** Every rule of the `helm-release` resource type. @public */
export const helmReleaseRules = {
  isEntityOwner,
  inEnvironment,
  inCluster,
  inNamespace,
  ofSystem,
};
