export { scaffolderModuleLocalGit as default } from './module';
