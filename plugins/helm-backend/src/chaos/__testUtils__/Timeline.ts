import { createWriteStream, type WriteStream } from 'node:fs';

/** What happened when, for whoever has to find out why. */
export class Timeline {
  readonly #began = Date.now();
  readonly #stream: WriteStream;

  constructor(file: string) {
    this.#stream = createWriteStream(file);
  }

  /** `12.345 fault   Replica a is killed` */
  note(who: string, what: string): void {
    const seconds = (Date.now() - this.#began) / 1000;
    this.#stream.write(
      `${seconds.toFixed(3).padStart(8)} ${who.padEnd(10)} ${what}\n`,
    );
  }

  close(): Promise<void> {
    return new Promise(resolve => {
      this.#stream.end(resolve);
    });
  }
}
