import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createCloneAction } from './createCloneAction';
import { createPublishAction } from './createPublishAction';
import { createPullRequestAction } from './createPullRequestAction';
import { LocalGitHost } from './LocalGitHost';

/**
 * Template actions on the Git host of `localGit.url`, for the example
 * templates. Without that address there are none.
 */
export const scaffolderModuleLocalGit = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'local-git',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        config: coreServices.rootConfig,
      },
      async init({ actions, config }) {
        const url = config.getOptionalString('localGit.url');
        if (url === undefined) {
          return;
        }
        const host = new LocalGitHost(url, { fetch });
        actions.addActions(
          createPublishAction(host),
          createCloneAction(host),
          createPullRequestAction(host),
        );
      },
    });
  },
});
