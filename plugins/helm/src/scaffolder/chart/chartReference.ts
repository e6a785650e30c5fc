import { isRecord } from '../base/formData';

/** A chart of a configured repository: what HelmChartPicker gives. @public */
export interface ChartReference {
  repository: string;
  name: string;
}

/** Both parts, or nothing. */
export function parseChartReference(
  value: unknown,
): ChartReference | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const { repository, name } = value;
  return typeof repository === 'string' &&
    repository !== '' &&
    typeof name === 'string' &&
    name !== ''
    ? { repository, name }
    : undefined;
}
