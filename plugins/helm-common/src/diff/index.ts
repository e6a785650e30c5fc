export * from './diffManifests';
export * from './diffValues';
