export { eventsModuleLocalGit as default } from './module';
