export { createNotifier } from './createNotifier';
export { createSyncNotifier } from './createSyncNotifier';
