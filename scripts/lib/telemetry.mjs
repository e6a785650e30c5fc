import { assertPortFree } from './ports.mjs';
import { complain } from './terminal.mjs';

/**
 * Where the backend serves its metrics: TELEMETRY_PORT, or the port after the
 * portal's; undefined when that is taken, because one can work without them.
 */
export async function chooseTelemetryPort(env, portalPort, warn = complain) {
  const port = Number(env.TELEMETRY_PORT || portalPort + 1);
  try {
    await assertPortFree(
      port,
      'metrics',
      'The portal starts without; set TELEMETRY_PORT to have them elsewhere.',
    );
    return port;
  } catch (error) {
    if (env.TELEMETRY_PORT) {
      throw error;
    }
    warn(error.message);
    return undefined;
  }
}
