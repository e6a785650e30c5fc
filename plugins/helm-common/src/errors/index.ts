export * from './codes';
export * from './HelmError';
