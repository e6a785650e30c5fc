export * from './ReleaseRef';
export * from './Revision';
