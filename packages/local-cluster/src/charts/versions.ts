import { parse, parseDocument, stringify } from 'yaml';

/** One published version of an example chart, as `versions.yaml` lists it. */
export interface ChartVersion {
  version: string;
  appVersion: string;
  /** Lines for `artifacthub.io/changes`. */
  changes: { kind: string; description: string }[];
  /** A merge patch for values.yaml; comments of untouched keys stay. */
  values?: Record<string, unknown>;
  /** Text that is added at the end of values.yaml. */
  appendValues?: string;
  /** A merge patch for values.schema.json. */
  schema?: Record<string, unknown>;
  /** A folder whose files are laid over the chart. */
  overlay?: string;
}

/** The files of a chart by their path inside it. */
export type ChartFiles = Record<string, string>;

/** Parses `versions.yaml`; the first entry is the chart as it lies in `chart/`. */
export function parseVersions(text: string, file: string): ChartVersion[] {
  const versions: unknown = parse(text)?.versions;
  if (!Array.isArray(versions) || versions.length === 0) {
    throw new Error(
      `${file}: "versions" must be a list with at least one entry`,
    );
  }
  versions.forEach((entry, index) => {
    for (const key of ['version', 'appVersion']) {
      if (typeof entry?.[key] !== 'string') {
        throw new Error(`${file}: versions[${index}].${key} must be a string`);
      }
    }
    if (!Array.isArray(entry.changes)) {
      throw new Error(`${file}: versions[${index}].changes must be a list`);
    }
  });
  return versions;
}

/** Lays one version's changes over the files of the version before it. */
export function nextVersion(
  files: ChartFiles,
  version: ChartVersion,
  overlay: ChartFiles,
): ChartFiles {
  const next = { ...files, ...overlay };
  next['Chart.yaml'] = describe(next['Chart.yaml'], version);
  if (version.values) {
    next['values.yaml'] = patchYaml(next['values.yaml'], version.values);
  }
  if (version.appendValues) {
    next['values.yaml'] = `${next['values.yaml'].trimEnd()}\n\n${
      version.appendValues
    }`;
  }
  if (version.schema) {
    const schema = mergePatch(
      JSON.parse(next['values.schema.json']),
      version.schema,
    );
    next['values.schema.json'] = `${JSON.stringify(schema, null, 2)}\n`;
  }
  return next;
}

function describe(chartYaml: string, version: ChartVersion): string {
  const document = parseDocument(chartYaml);
  document.set('version', version.version);
  document.set('appVersion', version.appVersion);
  document.setIn(
    ['annotations', 'artifacthub.io/changes'],
    stringify(version.changes),
  );
  return String(document);
}

function patchYaml(text: string, patch: Record<string, unknown>): string {
  const document = parseDocument(text);
  const visit = (path: string[], value: unknown) => {
    const isNested =
      isRecord(value) &&
      Object.keys(value).length > 0 &&
      isRecord(getIn(document.toJS(), path));
    if (isNested) {
      Object.entries(value).forEach(([key, child]) =>
        visit([...path, key], child),
      );
    } else if (value === null) {
      document.deleteIn(path);
    } else {
      document.setIn(path, value);
    }
  };
  Object.entries(patch).forEach(([key, value]) => visit([key], value));
  return String(document);
}

function getIn(value: unknown, path: string[]): unknown {
  return path.reduce<unknown>(
    (current, key) => (isRecord(current) ? current[key] : undefined),
    value,
  );
}

/** JSON Merge Patch (RFC 7396). */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) {
    return patch;
  }
  const result: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete result[key];
    } else {
      result[key] = mergePatch(result[key], value);
    }
  }
  return result;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
