import { createServer } from 'node:net';
import { whoListens } from './sockets.mjs';

/** Fails with the port, its use and its holder when a port of 127.0.0.1 is taken. */
export async function assertPortFree(port, use, wayOut) {
  if (await isFree(port)) {
    return;
  }
  const holder = await whoListens(port);
  const by = holder ? ` by process ${holder.pid} (${holder.command})` : '';
  throw new Error(`Port ${port} (${use}) is taken${by}. ${wayOut}`);
}

function isFree(port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', error =>
      ['EADDRINUSE', 'EACCES'].includes(error.code)
        ? resolve(false)
        : reject(error),
    );
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
