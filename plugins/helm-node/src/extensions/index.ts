export * from './engines';
export * from './executionPolicy';
