import type { z as zod } from 'zod/v3';
import { chartField } from './schemas';

/** The zod that the scaffolder gives. */
type Zod = typeof zod;

/** What shall be declared. */
export const declareInputSchema = {
  targetPath: (z: Zod) =>
    z
      .string()
      .optional()
      .describe(
        'Folder of the workspace that holds the repository; default `.`',
      ),
  catalogFile: (z: Zod) =>
    z
      .string()
      .optional()
      .describe('Path of the catalog file in it; default `catalog-info.yaml`'),
  entityRef: (z: Zod) =>
    z
      .string()
      .optional()
      .describe('Entity of that file, where it holds several'),
  format: (z: Zod) =>
    z
      .enum(['annotations', 'document'])
      .optional()
      .describe(
        'How a new declaration is written: annotations (default), or a HelmRelease document of Flux v2',
      ),
  environment: (z: Zod) =>
    z
      .string()
      .optional()
      .describe('Limits `version`, `namespace` and `valuesPatch` to it'),
  releaseName: (z: Zod) =>
    z
      .string()
      .max(53)
      .optional()
      .describe("Name of the release; default the entity's name"),
  chart: (z: Zod) =>
    chartField(
      z,
      'Chart of a new declaration; leave it out to change one',
    ).optional(),
  version: (z: Zod) =>
    z
      .string()
      .max(128)
      .optional()
      .describe('Exact chart version, for `environment` or for all'),
  versions: (z: Zod) =>
    z
      .record(z.string())
      .optional()
      .describe('Exact chart versions by environment'),
  environments: (z: Zod) =>
    z
      .array(z.string().min(1))
      .optional()
      .describe('Environments that the release is declared for'),
  namespace: (z: Zod) =>
    z
      .string()
      .max(63)
      .optional()
      .describe("Namespace, if not the environment's"),
  values: (z: Zod) =>
    z
      .string()
      .max(1_048_576)
      .optional()
      .describe('All values as one YAML document, for a file'),
  environmentValues: (z: Zod) =>
    z
      .record(z.string().max(1_048_576))
      .optional()
      .describe('Values by environment, on top of `values`'),
  valuesPatch: (z: Zod) =>
    z
      .string()
      .max(1_048_576)
      .optional()
      .describe(
        'Change of the declared values as YAML (RFC 7396 merge patch: null removes a key)',
      ),
};

/** What the steps after it may use. */
export const declareOutputSchema = {
  files: (z: Zod) => z.array(z.string()).describe('Files that differ now'),
  diff: (z: Zod) => z.string().describe('What differs, as a unified diff'),
  changed: (z: Zod) => z.boolean().describe('Whether anything differs'),
};
