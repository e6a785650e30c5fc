export * from './applyDocuments';
export * from './findChartSource';
export * from './parseReleaseDocuments';
export { MAX_DOCUMENTS } from './readObjects';
export * from './ReleaseDocument';
export * from './selectDocuments';
export { parseSourceDocument } from './sources';
