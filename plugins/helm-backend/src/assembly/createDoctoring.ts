import type { HttpAuthService } from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import type { Knex } from 'knex';
import type { HelmConfig } from '../config/HelmConfig';
import { createDatabase } from '../database/Database';
import { getRun } from '../database/operations/getRun';
import { createDoctor } from '../doctor/createDoctor';
import type { ResourceReader } from '../resources';
import { createDoctorRouter } from '../router/doctorRouter';
import type { Reading } from './createReading';
import { createRevisionCheck } from './createRevisionCheck';

/** The doctor and its route, on what the read path knows. */
export function createDoctoring(dependencies: {
  config: HelmConfig;
  knex: Knex;
  reading: Reading;
  resources: ResourceReader;
  httpAuth: HttpAuthService;
  now: () => number;
}): Router {
  const { reading, knex, now, httpAuth } = dependencies;
  const database = createDatabase(knex);
  return createDoctorRouter({
    httpAuth,
    authorizer: reading.authorizer,
    doctor: createDoctor({
      ...dependencies,
      knowledge: reading,
      clusters: reading.clusters,
      authorizer: reading.authorizer,
      valuesDigest: reading.valuesDigest,
      hasRevision: createRevisionCheck(reading.store),
      runOf: id => getRun(database, id),
      startedAt: now(),
    }),
  });
}
