export { authModuleExampleUsers as default } from './module';
