export * from './State';
