import { isHelmError } from '../../errors';
import { mergeValues } from '../../values/mergeValues';
import { parseHelmYaml } from '../../values/parseHelmYaml';
import { isValuesMap, type ValuesMap } from '../../values/ValuesMap';
import { isUnset, type DocumentFields } from './DocumentFields';
import type { DocumentIdentity, FormatReading } from './fluxV2';
import { MAX_SECONDS } from './goDuration';
import {
  longestTimeout,
  warnIgnored,
  type IgnoredField,
} from './ignoredFields';
import { resolveScalar } from '../../values/resolveScalar';
import { checkValues } from './readValues';
import type { DocumentChart } from './ReleaseDocument';
import { SetPathError, setValue } from './setValues';

/** Fields may be written in both ways: `create_namespace`, `createNamespace`. */
function either(fields: DocumentFields, camel: string): string {
  const snake = camel.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
  return fields.pick(`spec.${camel}`, `spec.${snake}`);
}

const ignored: readonly (Omit<IgnoredField, 'path'> & { name: string })[] = [
  {
    name: 'targetCluster',
    instead: 'It is deployed to the cluster of the environment.',
  },
  {
    name: 'repositoryUsername',
    instead: "The chart is fetched with the portal's own credentials.",
  },
  {
    name: 'repositoryPassword',
    instead: "The chart is fetched with the portal's own credentials.",
  },
  { name: 'waitForJobs', instead: 'Jobs are not waited for apart.' },
  {
    name: 'cleanupOnFail',
    instead: 'New objects of a failed upgrade stay until the next one.',
  },
  { name: 'dependencyUpdate', instead: 'The chart brings what it needs.' },
  {
    name: 'maxHistory',
    instead: 'As many revisions are kept as the environment says.',
  },
  { name: 'replace', instead: 'A name in use is not taken again.' },
  { name: 'forceUpdate', instead: 'Objects are not replaced.' },
  {
    name: 'reuseValues',
    instead: 'The declared values are all that count.',
  },
  { name: 'disableWebhooks', instead: "The chart's hooks run." },
  {
    name: 'disableOpenapiValidation',
    instead: 'The cluster validates what is deployed.',
  },
  {
    name: 'takeOwnership',
    instead: 'Objects of others are not taken over.',
  },
  {
    name: 'crds',
    instead: "Helm installs the chart's CRDs once and changes them no more.",
  },
];

/** A text, `{value: …}`, or a reference that only Planton can follow. */
function readLiteral(fields: DocumentFields, path: string): string | undefined {
  if (!isValuesMap(fields.value(path))) {
    return fields.text(path);
  }
  if (isUnset(fields.value(`${path}.value`))) {
    fields.block({
      code: 'UNRESOLVED_SUBSTITUTION',
      field: fields.field(path),
      message: `${path} refers to another resource, which is not followed here.`,
      wayOut: `Write it out as ${path}.value.`,
    });
    return undefined;
  }
  return fields.text(`${path}.value`);
}

/** Each of them goes over the values once. */
const MAX_SETTINGS = 1000;

interface Setting {
  /** As `--set-string` takes it. */
  path: string;
  value: string;
  field: string;
}

/** The settings of a map, in its order; what is nested continues the path. */
function settingsOf(
  fields: DocumentFields,
  at: string,
  value: unknown,
  prefix = '',
): Setting[] {
  if (isValuesMap(value)) {
    return Object.entries(value).flatMap(([key, child]) =>
      settingsOf(
        fields,
        `${at}.${key}`,
        child,
        prefix ? `${prefix}.${key}` : key,
      ),
    );
  }
  if (Array.isArray(value)) {
    return value.flatMap((child, index) =>
      settingsOf(fields, `${at}[${index}]`, child, `${prefix}[${index}]`),
    );
  }
  if (value !== null && typeof value !== 'string') {
    fields.notHonoured(at, `It is handed on as the text "${value}".`);
  }
  const text = value === null ? '' : String(value);
  return [{ path: prefix, value: text, field: at }];
}

/** `$variables-group/…` and `$secrets-group/…`, which Planton fills in. */
function isPlantonReference(text: string): boolean {
  return /^\$(variables|secrets)-group\//.test(text);
}

function applySettings(
  fields: DocumentFields,
  name: string,
  base: ValuesMap,
  convert: (text: string) => unknown,
): ValuesMap {
  const at = either(fields, name);
  const settings = settingsOf(fields, at, fields.map(at) ?? {});
  if (settings.length > MAX_SETTINGS) {
    fields.invalid(
      at,
      `sets ${settings.length} values; at most ${MAX_SETTINGS} are read`,
      'Write them as YAML into spec.valuesYaml.',
    );
    return base;
  }
  let values = base;
  for (const setting of settings) {
    if (isPlantonReference(setting.value)) {
      fields.unresolved(setting.field, setting.value);
    }
    try {
      values = setValue(values, setting.path, convert(setting.value));
    } catch (error) {
      if (!(error instanceof SetPathError)) {
        throw error;
      }
      fields.invalid(
        setting.field,
        `cannot be set: ${error.message}`,
        'Write the path as helm --set-string takes it, such as ingress.hosts[0].host.',
      );
    }
  }
  return values;
}

function readValuesYaml(fields: DocumentFields): ValuesMap {
  const path = either(fields, 'valuesYaml');
  const text = fields.value(path);
  if (isUnset(text)) {
    return {};
  }
  if (typeof text !== 'string') {
    fields.invalid(path, 'is not a text', 'Write the YAML behind "|".');
    return {};
  }
  try {
    return parseHelmYaml(text, fields.field(path));
  } catch (error) {
    if (!isHelmError(error)) {
      throw error;
    }
    fields.block(error.toProblem());
    return {};
  }
}

/** `--set` reads words and numbers; `--set-string` takes texts as they are. */
function coerce(text: string): unknown {
  if (text === 'true' || text === 'false' || text === 'null') {
    return resolveScalar(text);
  }
  return /^(0|-?[1-9]\d{0,14})$/.test(text) ? Number(text) : text;
}

function readAllValues(
  fields: DocumentFields,
  isSubstituted: boolean,
): ValuesMap {
  let values = mergeValues([
    readValuesYaml(fields),
    applySettings(fields, 'values', {}, text => text),
  ]);
  values = applySettings(fields, 'set', values, coerce);
  values = applySettings(fields, 'setString', values, text => text);
  const sensitive = either(fields, 'setSensitive');
  if (!isUnset(fields.value(sensitive))) {
    fields.block({
      code: 'SECRET_IN_VALUES',
      field: fields.field(sensitive),
      message: `${sensitive} holds secrets in plain text.`,
      wayOut:
        'Keep them in a Secret and let the chart refer to it, as with existingSecret.',
    });
  }
  return checkValues(fields, 'spec.values', values, { isSubstituted });
}

function readChart(fields: DocumentFields): DocumentChart | undefined {
  const repo = fields.required('spec.repo');
  const nameAt = fields.pick('spec.chart', 'spec.name');
  const name = fields.required(nameAt);
  const version = fields.text('spec.version') ?? '*';
  return repo && name
    ? {
        name,
        version,
        source: { type: 'url', url: repo },
        fields: {
          name: fields.field(nameAt),
          version: fields.field('spec.version'),
          source: fields.field('spec.repo'),
        },
      }
    : undefined;
}

/**
 * Reads a HelmRelease of Project Planton (research: engines §5), with the
 * fields that its newer versions added.
 */
export function readPlanton(
  fields: DocumentFields,
  { name, isSubstituted }: DocumentIdentity,
): FormatReading {
  const own = fields.text(either(fields, 'releaseName'));
  const isAtomic = fields.flag('spec.atomic');
  const isNotAwaited = fields.flag(either(fields, 'skipAwait'));
  warnIgnored(
    fields,
    ignored.map(({ name: camel, ...entry }) => ({
      ...entry,
      path: either(fields, camel),
    })),
  );
  return {
    releaseName: own ?? name,
    releaseNameField: fields.field(
      own ? either(fields, 'releaseName') : 'metadata.name',
    ),
    environment: fields.text('metadata.env'),
    targetNamespace: readLiteral(fields, 'spec.namespace'),
    targetNamespaceField: fields.field('spec.namespace'),
    chart: readChart(fields),
    values: readAllValues(fields, isSubstituted),
    valuesFrom: [],
    dependsOn: [],
    timeoutSeconds: longestTimeout(
      fields,
      [either(fields, 'timeoutSeconds')],
      value =>
        typeof value === 'number' && Number.isInteger(value)
          ? value
          : undefined,
      MAX_SECONDS,
    ),
    wait: isNotAwaited === undefined ? isAtomic : !isNotAwaited,
    rollbackOnFailure: isAtomic,
    createNamespace: fields.flag(either(fields, 'createNamespace')),
  };
}
