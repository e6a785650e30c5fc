import type {
  Finding,
  ManifestObject,
} from '@backstage-helm/plugin-helm-common';
import { objectKey, parseManifest } from '@backstage-helm/plugin-helm-common';
import semver from 'semver';
import type { FetchedChart } from '../charts';
import type { RenderedRelease } from '../helm';
import type { PlanFacts } from './gatherFacts';

const KEEP = 'helm.sh/resource-policy';
/** Removing these loses what is in them. */
const stateful: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim',
  'StatefulSet',
  'CustomResourceDefinition',
]);

/** Whether Helm leaves the object behind when it goes. */
export function isKept({ object }: ManifestObject): boolean {
  const annotations = Object(Object(object.metadata).annotations);
  return annotations[KEEP] === 'keep';
}

function listed(objects: readonly ManifestObject[]): string {
  const names = objects.slice(0, 5).map(({ kind, name }) => `${kind} ${name}`);
  return objects.length > 5
    ? `${names.join(', ')} and ${objects.length - 5} more`
    : names.join(', ');
}

/** Objects of one manifest that the other has not. */
export function missingIn(
  before: string,
  after: string,
  namespace: string,
): ManifestObject[] {
  const keys = new Set(
    parseManifest(after).objects.map(object => objectKey(object, namespace)),
  );
  return parseManifest(before).objects.filter(
    object => !keys.has(objectKey(object, namespace)),
  );
}

/** What goes, by how much it hurts. */
export function removalFindings(removed: ManifestObject[]): Finding[] {
  const gone = removed.filter(object => !isKept(object));
  const precious = gone.filter(({ kind }) => stateful.has(kind));
  const others = gone.filter(({ kind }) => !stateful.has(kind));
  const kept = removed.filter(isKept);
  return [
    ...(precious.length
      ? [
          {
            level: 'accept' as const,
            code: 'REMOVES_STATE',
            what: `Removes ${listed(precious)}.`,
            why: 'What is stored there may be lost, and a rollback does not bring it back.',
          },
        ]
      : []),
    ...(others.length
      ? [
          {
            level: 'know' as const,
            code: 'REMOVES_OBJECTS',
            what: `Removes ${listed(others)}.`,
          },
        ]
      : []),
    ...(kept.length
      ? [
          {
            level: 'fact' as const,
            code: 'KEEPS_OBJECTS',
            what: `Leaves ${listed(kept)} in the cluster.`,
            why: 'They are marked to be kept.',
          },
        ]
      : []),
  ];
}

/** That a stuck revision is marked as failed before anything else. */
export function unlockFinding({
  revision,
  status,
}: {
  revision: number;
  status: string;
}): Finding {
  return {
    level: 'know',
    code: 'MARKS_FAILED',
    what: `Marks revision ${revision}, which is ${status}, as failed first.`,
    why: 'Helm refuses every upgrade of a pending release.',
  };
}

/** Findings about the chart and what it does at an install or upgrade. */
export function changeFindings(
  facts: PlanFacts,
  chart: FetchedChart,
  rendered: RenderedRelease,
): Finding[] {
  const { base, environment } = facts;
  const findings: Finding[] = [];
  const add = (
    level: Finding['level'],
    code: string,
    what: string,
    why?: string,
  ) => findings.push({ level, code, what, why });
  const exists = base !== undefined && base.status !== 'uninstalled';
  if (exists && base.chartName !== chart.name) {
    add(
      'accept',
      'CHART_REPLACED',
      `Replaces the chart ${base.chartName} by ${chart.name}.`,
      'Objects of the old chart that the new one does not have are removed.',
    );
  }
  if (
    exists &&
    semver.valid(base.chartVersion) &&
    semver.valid(chart.version) &&
    semver.lt(chart.version, base.chartVersion)
  ) {
    add(
      'know',
      'DOWNGRADE',
      `${chart.version} is older than ${base.chartVersion}, which is deployed.`,
    );
  }
  if (base?.helmMajor === 3 && environment.helm.version === 4 && exists) {
    add(
      'accept',
      'MOVES_TO_HELM_4',
      'Moves the release from Helm 3 to Helm 4.',
      'Going back to Helm 3 afterwards loses how its objects were applied.',
    );
  }
  if (exists && base.status === 'failed') {
    add(
      'fact',
      'BASE_FAILED',
      `Revision ${base.revision}, the newest, failed.`,
    );
  }
  if (rendered.crds.length) {
    const names = listed(rendered.crds);
    if (exists) {
      add(
        'know',
        'CRDS_NOT_UPGRADED',
        `Helm does not change ${names} at an upgrade.`,
        'It makes what is in the chart’s crds folder at the first install only.',
      );
    } else if (environment.helm.crds === 'create') {
      add('fact', 'MAKES_CRDS', `Makes ${names}.`);
    }
  }
  if (chart.usesLookup) {
    add(
      'know',
      'USES_LOOKUP',
      'The chart looks at the cluster while it renders; this preview did not.',
      'What is deployed can differ from what is shown.',
    );
  }
  if (chart.hasRemoteSchema) {
    add(
      'know',
      'SCHEMA_NOT_CHECKED',
      'The values were not checked: the chart’s schema refers to other files or hosts.',
    );
  }
  return findings;
}
