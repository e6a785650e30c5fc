const endings = new Set();
let isEnding = false;

/** Thrown by what was under way, or wanted to begin, when the end was asked for. */
export class Interrupted extends Error {
  constructor() {
    super('Interrupted');
  }
}

/** Refuses to begin something new while everything ends. */
export function assertNotEnding() {
  if (isEnding) {
    throw new Interrupted();
  }
}

/** Names what ends a thing that was started; gives a function for when it has ended by itself. */
export function onEnd(ending) {
  endings.add(ending);
  return () => endings.delete(ending);
}

/** Ends everything that was started, the last first. */
export async function endEverything() {
  isEnding = true;
  for (const ending of [...endings].reverse()) {
    await ending();
  }
}
