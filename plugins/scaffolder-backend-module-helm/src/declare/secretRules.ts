import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  isHelmApiError,
  type SecretRules,
} from '@backstage-helm/plugin-helm-common';
import type { ActionsApi } from '../HelmPortal';
import { sentenceOf } from '../steps/sentences';

/**
 * What tells secrets among values: the names of keys, and the chart's schema
 * where a chart is named and can be read.
 */
export async function secretRulesOf(
  tools: {
    api: Pick<ActionsApi, 'chartVersion'>;
    logger: Pick<LoggerService, 'warn'>;
    patterns: readonly RegExp[];
  },
  input: { chart?: { repository: string; name: string }; version?: string },
): Promise<SecretRules> {
  const { api, logger, patterns } = tools;
  const { chart, version } = input;
  if (!chart || version === undefined) {
    return { patterns };
  }
  try {
    const { schema } = await api.chartVersion(
      chart.repository,
      chart.name,
      version,
    );
    return { patterns, schema: schema && JSON.parse(schema) };
  } catch (error) {
    if (!isHelmApiError(error)) {
      throw error;
    }
    logger.warn(
      `${sentenceOf(error)} Secrets are told by the names of keys only.`,
    );
    return { patterns };
  }
}
