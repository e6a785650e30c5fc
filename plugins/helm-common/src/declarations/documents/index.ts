export * from './applyDocuments';
export * from './findChartSource';
export * from './newestMatch';
export * from './orderByDependencies';
export * from './parseReleaseDocuments';
export { MAX_DOCUMENTS } from './readObjects';
export * from './ReleaseDocument';
export * from './selectDocuments';
export { parseSourceDocument } from './sources';
