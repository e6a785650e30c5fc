import type { ChartSource } from '../charts';
import { parseSchema } from '../redaction';
import type { Declaration } from './Declaration';

type DeclaredChart = NonNullable<Declaration['chart']>;

const RETRY_MS = 10 * 60_000;
const PATIENCE_MS = 10_000;

/** Schemas of declared charts, for what they mark as secret. */
export interface ChartSchemas {
  /** Undefined when the chart has none, or it can't be had now. Never throws. */
  read(chart: DeclaredChart): Promise<unknown>;
}

/** For the background only: fetches a chart that this process has not seen. */
export function createChartSchemas(options: {
  charts: Pick<ChartSource, 'fetch' | 'known'>;
  now: () => number;
}): ChartSchemas {
  const { charts, now } = options;
  const running = new Map<string, Promise<string | undefined>>();
  const failedAt = new Map<string, number>();

  async function fetchSchema(
    key: string,
    { repository, name, version }: DeclaredChart,
  ): Promise<string | undefined> {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const { schema } = await charts.fetch(repository, name, version, {
        signal,
      });
      failedAt.delete(key);
      return schema;
    } catch {
      // Key names still tell most secrets; a plan says what is wrong here.
      failedAt.set(key, now());
      return undefined;
    } finally {
      running.delete(key);
    }
  }

  return {
    async read(chart) {
      const { repository, name, version } = chart;
      const known = charts.known(repository, name, version);
      if (known) {
        return parseSchema(known.schema);
      }
      const key = JSON.stringify([repository, name, version]);
      const failed = failedAt.get(key);
      if (failed !== undefined && now() - failed < RETRY_MS) {
        return undefined;
      }
      const fetching = running.get(key) ?? fetchSchema(key, chart);
      running.set(key, fetching);
      return parseSchema(await fetching);
    },
  };
}
