export * from './applyDocuments';
export * from './findChartSource';
export * from './ReleaseDocument';
export * from './selectDocuments';
