export type { ChartSource, FetchedChart } from './ChartSource';
export {
  createChartSource,
  type ChartSourceOptions,
} from './createChartSource';
