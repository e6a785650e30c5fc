export interface Config {
  localGit?: {
    /** Accept push notifications at /api/events/http/local-git.push. Development only. */
    pushWebhook?: boolean;
    /** Address of the local Git host, for the template actions `local-git:*`. Loopback only. Development only. */
    url?: string;
  };
}
