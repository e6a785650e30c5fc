export * from './HelmApi';
export * from './HelmApiError';
export * from './HelmClient';
