/** One mistake, with the code and the field that its maker is told. */
export interface Mistake {
  it: string;
  code: string;
  field: string;
  annotations: Record<string, string>;
  /** Default: dev. */
  environment?: string;
}

export const annotation = (key: string) => `helm-release/${key}`;
/** Blames the annotation. */
const wrong = (
  it_: string,
  code: string,
  key: string,
  value: string,
): Mistake => ({
  it: it_,
  code,
  field: annotation(key),
  annotations: { [annotation(key)]: value },
});

/** What is seen without asking anybody. */
export const declaredWrong: Mistake[] = [
  wrong(
    'an unknown environment',
    'ANNOTATION_UNKNOWN_ENVIRONMENT',
    'environments',
    'dev, prdo',
  ),
  wrong(
    'a key for an unknown environment',
    'ANNOTATION_UNKNOWN_ENVIRONMENT',
    'version.prdo',
    '1.2.0',
  ),
  wrong('an unknown key', 'ANNOTATION_UNKNOWN_KEY', 'verison', '1.2.0'),
  wrong('a range as version', 'VERSION_NOT_EXACT', 'version', '^1.2.0'),
  wrong(
    'an unlisted repository',
    'REPOSITORY_NOT_ALLOWED',
    'repository',
    'https://charts.example.com',
  ),
  wrong('bad YAML', 'YAML_INVALID', 'values', 'replicaCount: 1\n  image: [\n'),
  wrong('a long name', 'RELEASE_NAME_INVALID', 'name', 'n'.repeat(54)),
  wrong('a name like a flag', 'RELEASE_NAME_INVALID', 'name', '-f'),
  wrong(
    'a namespace that is not granted',
    'NAMESPACE_NOT_GRANTED',
    'namespace',
    'payments-dev',
  ),
];

/** What only shows when repository, Helm, database or cluster are asked. */
export const plannedWrong = (taken: string): Mistake[] => [
  {
    it: 'a missing chart',
    code: 'CHART_NOT_FOUND',
    field: 'chart',
    annotations: { [annotation('chart')]: 'web-servise' },
  },
  {
    it: 'a missing version',
    code: 'VERSION_NOT_FOUND',
    field: 'version',
    annotations: { [annotation('version')]: '9.9.9' },
  },
  {
    it: 'an unreachable repository',
    code: 'REPOSITORY_UNREACHABLE',
    field: 'repository',
    annotations: { [annotation('repository')]: 'gone' },
  },
  {
    it: 'refused credentials of a repository',
    code: 'CREDENTIALS_REFUSED',
    field: 'repository',
    annotations: { [annotation('repository')]: 'guarded' },
  },
  {
    it: 'values that break the schema',
    code: 'VALUES_SCHEMA',
    field: 'values',
    annotations: { [annotation('values')]: 'replicaCount: many\n' },
  },
  {
    it: "another entity's release",
    code: 'BINDING_CONFLICT',
    field: 'release',
    annotations: { [annotation('name')]: taken },
  },
  {
    it: 'a cluster that is down',
    code: 'CLUSTER_UNREACHABLE',
    field: 'cluster',
    annotations: { [annotation('environments')]: 'moon' },
    environment: 'moon',
  },
  {
    it: 'refused credentials of a cluster',
    code: 'CLUSTER_CREDENTIALS_REFUSED',
    field: 'cluster',
    annotations: { [annotation('environments')]: 'locked' },
    environment: 'locked',
  },
  {
    it: 'a chart that renders into another namespace',
    code: 'OBJECT_NOT_ALLOWED',
    field: 'chart',
    annotations: {
      [annotation('repository')]: 'crafted',
      [annotation('chart')]: 'wanderer',
      [annotation('version')]: '1.0.0',
    },
  },
];
