export type { ValuesMap } from './ValuesMap';
export { stringifyValuesPath } from './ValuesMap';
export * from './parseHelmYaml';
export * from './mergeValues';
export * from './override';
export * from './coalesceDefaults';
export * from './provenance';
export * from './stringifyYaml';
export * from './secretPaths';
