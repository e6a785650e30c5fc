export * from './HelmApi';
