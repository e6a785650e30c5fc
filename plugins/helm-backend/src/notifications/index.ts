export { createNotifier } from './createNotifier';
