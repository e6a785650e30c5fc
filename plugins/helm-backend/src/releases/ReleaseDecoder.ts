import { Worker } from 'node:worker_threads';
import { gunzipSync } from 'node:zlib';
import {
  inflateRelease,
  MAX_PAYLOAD_BYTES,
  type ReleasePayload,
} from './inflateRelease';

/** Bodies over this are decoded away from the request thread: 128 KB take 3 ms. */
export const WORKER_THRESHOLD_BYTES = 64 * 1024;

/** A class would be compiled with helpers that a worker does not have. */
const WORKER_SOURCE = `
const { parentPort } = require('node:worker_threads');
const { gunzipSync } = require('node:zlib');
const inflateRelease = ${inflateRelease.toString()};
parentPort.on('message', ({ id, encoded, limit }) => {
  try {
    parentPort.postMessage({ id, payload: inflateRelease(encoded, limit, gunzipSync) });
  } catch (error) {
    parentPort.postMessage({ id, problem: String(error && error.message) });
  }
});
`;

type Answer = { id: number; payload?: ReleasePayload; problem?: string };

/** Decodes release bodies, large ones in one worker thread. */
export class ReleaseDecoder {
  #worker?: Worker;
  #nextId = 0;
  readonly #waiting = new Map<
    number,
    { resolve: (payload: ReleasePayload) => void; reject: (e: Error) => void }
  >();

  /** @throws Error when the body is not a release or too large. */
  async decode(encoded: string): Promise<ReleasePayload> {
    if (encoded.length <= WORKER_THRESHOLD_BYTES) {
      return inflateRelease(encoded, MAX_PAYLOAD_BYTES, gunzipSync);
    }
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ id, encoded, limit: MAX_PAYLOAD_BYTES });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
    this.#worker = undefined;
  }

  #start(): Worker {
    const worker = new Worker(WORKER_SOURCE, {
      eval: true,
      execArgv: [],
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.unref();
    worker.on('message', ({ id, payload, problem }: Answer) => {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (!this.#waiting.size) {
        worker.unref();
      }
      if (payload) {
        waiting?.resolve(payload);
      } else {
        waiting?.reject(new Error(problem));
      }
    });
    const fail = (reason: Error) => {
      this.#worker = undefined;
      for (const { reject } of this.#waiting.values()) {
        reject(reason);
      }
      this.#waiting.clear();
    };
    worker.on('error', fail);
    worker.on('exit', () => {
      if (this.#worker === worker) {
        fail(new Error('the decoding thread ended'));
      }
    });
    return worker;
  }
}
