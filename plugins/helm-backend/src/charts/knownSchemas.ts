import type { ChartSource } from './ChartSource';

/**
 * Schemas of a declared chart, in the version that is declared and in the one
 * that an override puts in its place, as far as they are known. For redaction:
 * what either marks as secret is one.
 */
export function knownSchemas(
  charts: Pick<ChartSource, 'known'>,
  chart: { repository: string; name: string; version: string } | undefined,
  overrideVersion: string | undefined,
): { schema?: string }[] {
  if (!chart) {
    return [];
  }
  const versions = new Set([chart.version, overrideVersion ?? chart.version]);
  return [...versions].map(version => ({
    schema: charts.known(chart.repository, chart.name, version)?.schema,
  }));
}
