/**
 * Two simulated Kubernetes clusters, a chart repository, an OCI registry and a
 * Git host on loopback, for the demo and for tests.
 *
 * @packageDocumentation
 */
export { down } from './down.ts';
export { serveGit } from './git/server.ts';
export type { GitHostOptions } from './git/server.ts';
export type { LocalService } from './services/listen.ts';
export { packageChart, packageCharts } from './charts/package.ts';
export type { PackagedChart } from './charts/package.ts';
export { readState, isUp } from './state.ts';
export type { ClusterState, State } from './state.ts';
export { findTools } from './tools.ts';
export type { Tools } from './tools.ts';
export { up } from './up.ts';
export type { RunningSet, UpOptions } from './up.ts';
