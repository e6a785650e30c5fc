import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { portalUrl, statePath } from './environment';

/** Brings the examples into their states first; what is there is left alone. */
export default async function seedExamples() {
  await promisify(execFile)(
    process.execPath,
    [join(__dirname, '../../../../scripts/seed.mjs')],
    {
      env: {
        ...process.env,
        PORTAL_URL: portalUrl,
        PORTAL_STATE: statePath(),
      },
    },
  );
}
