export * from './Operation';
export * from './kinds';
