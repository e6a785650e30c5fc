/**
 * Helm releases in Backstage: an entity tab, an entity card and a fleet page
 * for the new frontend system. The old one uses `./legacy`.
 *
 * @packageDocumentation
 */
export { helmPlugin as default } from './plugin';
export { helmApiRef } from './api/helmApiRef';
export { ApprovalsBadge } from './components/Approvals/ApprovalsBadge';
export { isHelmAvailable, isHelmReleasesAvailable } from './conditions';
export { helmTranslationRef } from './translations/ref';
