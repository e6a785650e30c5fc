import type { ChartDependency } from '@backstage-helm/plugin-helm-common';
import { z } from 'zod';
import type { ArchiveContent } from './inspectArchive';
import { parseQuietly } from './parseQuietly';

const MAX_DEPENDENCIES = 200;

const text = z.coerce.string().max(500);
const optional = text.nullish().transform(value => value || undefined);

const dependencySchema = z.object({
  name: text,
  alias: optional,
  version: optional,
  repository: optional,
  condition: optional,
});
const listSchema = z.object({
  dependencies: z
    .array(z.unknown())
    .nullish()
    .transform(list =>
      (list ?? []).slice(0, MAX_DEPENDENCIES).flatMap(entry => {
        const parsed = dependencySchema.safeParse(entry);
        return parsed.success ? [parsed.data] : [];
      }),
    ),
});
const chartSchema = z.object({ name: text, version: text });

/**
 * The charts inside another one: as `Chart.yaml` writes them (the old form:
 * `requirements.yaml`), with the versions that lie in the archive. What lies
 * there without being written down is installed too, and listed last.
 */
export function chartDependencies(
  content: Pick<ArchiveContent, 'files' | 'subcharts'>,
): ChartDependency[] {
  const { files } = content;
  const declared = [
    ...listOf(files.get('Chart.yaml')),
    ...listOf(files.get('requirements.yaml')),
  ];
  const locked = [
    ...listOf(files.get('Chart.lock')),
    ...listOf(files.get('requirements.lock')),
  ];
  const inside = content.subcharts
    .map(chart => chartSchema.safeParse(parseQuietly(chart)).data)
    .filter(chart => chart !== undefined);
  const listed = declared.map(dependency => {
    const { name, alias, version, repository, condition } = dependency;
    const versions = inside
      .filter(chart => chart.name === name)
      .map(chart => chart.version);
    const lock = locked.find(
      entry => entry.name === name && versions.includes(entry.version ?? ''),
    );
    const resolved =
      versions.find(candidate => candidate === version) ??
      lock?.version ??
      versions[0];
    return dropAbsent({
      name,
      version: version ?? '*',
      alias,
      repository,
      condition,
      resolved,
    });
  });
  const unlisted = inside
    .filter(({ name }) => !declared.some(entry => entry.name === name))
    .map(({ name, version }) => ({ name, version, resolved: version }));
  return [...listed, ...unlisted];
}

function listOf(file: string | undefined) {
  return listSchema.safeParse(parseQuietly(file)).data?.dependencies ?? [];
}

function dropAbsent(dependency: ChartDependency): ChartDependency {
  return Object.fromEntries(
    Object.entries(dependency).filter(([, value]) => value !== undefined),
  ) as unknown as ChartDependency;
}
