/** Where a role may do something. */
export type Scope =
  /** Every release. */
  | 'everywhere'
  /** Releases of entities that one of the user's groups owns. */
  | 'owned'
  /** The same, but only in these environments. */
  | { ownedIn: string[] };

/** What members of some groups may do. */
export interface Role {
  groups: string[];
  /** Permission name of the Helm plugin → where. Absent = not at all. */
  helm: Record<string, Scope>;
  /** Whether they may change the portal itself: delete entities, reach clusters through the Kubernetes proxy. */
  administersPortal: boolean;
  /** Whether they may add services to the catalog, as templates do for whoever runs them. */
  registersServices: boolean;
  /** Whether they may change anything in other plugins (run templates, refresh entities). */
  changesThings: boolean;
}

const readReleases: Record<string, Scope> = {
  'helm.release.read': 'everywhere',
  'helm.release.resources.read': 'everywhere',
  'helm.operation.read': 'everywhere',
  'helm.chart.read': 'everywhere',
};

const developer: Role = {
  groups: ['group:default/team-web', 'group:default/team-payments'],
  helm: {
    ...readReleases,
    'helm.release.values.read': 'owned',
    'helm.release.logs.read': 'owned',
    'helm.release.deploy': 'owned',
    'helm.release.rollback': 'owned',
    'helm.release.test': 'owned',
    'helm.release.override': 'owned',
    'helm.release.adopt': 'owned',
    'helm.operation.cancel': 'owned',
    'helm.release.uninstall': { ownedIn: ['dev', 'staging'] },
    'helm.secret.write': { ownedIn: ['dev', 'staging'] },
    'helm.release.sync': { ownedIn: ['dev', 'staging'] },
  },
  administersPortal: false,
  registersServices: true,
  changesThings: true,
};

const onCall: Role = {
  groups: ['group:default/on-call'],
  helm: {
    ...readReleases,
    'helm.release.logs.read': 'everywhere',
    // What gets the last good state back; neither approval nor freeze stops it.
    'helm.release.rollback': 'everywhere',
    'helm.release.unlock': 'everywhere',
    'helm.release.test': 'everywhere',
    // What the catalog deploys by itself stops until they know more.
    'helm.release.sync': 'everywhere',
    'helm.operation.cancel': 'everywhere',
  },
  administersPortal: false,
  registersServices: false,
  changesThings: true,
};

const platform: Role = {
  groups: ['group:default/platform'],
  helm: {
    ...readReleases,
    'helm.release.values.read': 'everywhere',
    'helm.release.logs.read': 'everywhere',
    'helm.release.deploy': 'everywhere',
    'helm.release.rollback': 'everywhere',
    'helm.release.uninstall': 'everywhere',
    'helm.release.test': 'everywhere',
    'helm.release.override': 'everywhere',
    'helm.release.adopt': 'everywhere',
    'helm.release.unlock': 'everywhere',
    'helm.release.sync': 'everywhere',
    'helm.release.correct': 'everywhere',
    'helm.secret.write': 'everywhere',
    'helm.chart.upload': 'everywhere',
    'helm.operation.cancel': 'everywhere',
    // Where the environment also names them as approvers.
    'helm.operation.approve': 'everywhere',
    'helm.approval.override': 'everywhere',
    'helm.freeze.override': 'everywhere',
    'helm.audit.read': 'everywhere',
  },
  administersPortal: true,
  registersServices: true,
  changesThings: true,
};

const auditor: Role = {
  groups: ['group:default/auditors'],
  helm: { ...readReleases, 'helm.audit.read': 'everywhere' },
  administersPortal: false,
  registersServices: false,
  changesThings: false,
};

/** The roles of the example organisation: change this table to fit yours. */
export const roles: Role[] = [developer, onCall, platform, auditor];
