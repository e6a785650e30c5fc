export * from './chart';
export * from './environment';
export * from './lists';
export * from './plan';
export * from './problem';
export * from './resource';
export * from './revision';
export * from './target';
