export interface Config {
  localGit?: {
    /** Accept push notifications at /api/events/http/local-git.push. Development only. */
    pushWebhook?: boolean;
  };
}
