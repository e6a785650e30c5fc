export * from './ReleaseDocument';
