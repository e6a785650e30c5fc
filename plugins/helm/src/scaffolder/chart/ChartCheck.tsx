import { Caption } from '../../components/Base/Layout';
import { Failure } from '../../components/Base/Failure';
import { useSettled } from '../../hooks/useSettled';
import { useText } from '../../hooks/useText';
import type { ChartReference } from './chartReference';
import { usePublished } from './useCharts';

/** Milliseconds. */
const PAUSE = 400;

/** Whether the chart is there, and its newest version. */
export function ChartCheck(props: { chart: ChartReference | undefined }) {
  const t = useText();
  // Not for every letter of a name that is being typed.
  const chart = useSettled(props.chart, PAUSE);
  const { data, error, isLoading, refresh } = usePublished(chart);
  const newest = data?.versions.find(entry => !entry.isPrerelease);
  const n = String(data?.versions.length ?? 0);
  if (error && !data) {
    return <Failure title="" error={error} retry={refresh} />;
  }
  return (
    <div role="status">
      <Caption>
        {isLoading && t('fields.chart.checking')}
        {newest && t('fields.chart.newest', { version: newest.version, n })}
        {data && !newest && t('fields.chart.onlyPrereleases', { n })}
      </Caption>
    </div>
  );
}
