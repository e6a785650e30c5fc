/**
 * Tells that releases changed, at most once in `intervalMs`: screens read
 * again, and what changed is not said (the hash tells only that it was something else).
 */
export function announceChanges(options: {
  publish: (key: string) => Promise<void>;
  hash: (text: string) => string;
  intervalMs: number;
  onError: (error: unknown) => void;
}): { changed(text: string): void; stop(): void } {
  const { publish, hash, intervalMs, onError } = options;
  let pending: string | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const send = () => {
    timer = undefined;
    if (pending !== undefined) {
      const key = hash(pending).slice(0, 16);
      pending = undefined;
      timer = setTimeout(send, intervalMs).unref();
      publish(key).catch(onError);
    }
  };
  return {
    changed(text) {
      if (isStopped) {
        return;
      }
      pending = `${pending ?? ''}\n${text}`;
      if (!timer) {
        send();
      }
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
