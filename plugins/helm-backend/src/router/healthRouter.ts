import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';

/** Open to probes without credentials; it says nothing but the status. */
export const HEALTH_PATH = '/health';

/** Whether this replica can carry operations out, for a readiness probe. */
export function createHealthRouter(options: {
  health: () => { ok: boolean };
}): Router {
  const router = PromiseRouter();
  router.get(HEALTH_PATH, (_, response) => {
    const { ok } = options.health();
    response
      .status(ok ? 200 : 503)
      .set('cache-control', 'no-store')
      .json({ status: ok ? 'ok' : 'unavailable' });
  });
  return router;
}
