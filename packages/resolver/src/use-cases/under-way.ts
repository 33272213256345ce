/** Which pieces of work this process has under way, so that a second asker can wait instead of doing the same again. */
export interface UnderWay {
  /** Resolves when the work under this key ends; `undefined` when there is none, so that the asker can begin it in the same turn. */
  find(key: string): Promise<void> | undefined;
  /** Starts work under a key; the function given back ends it (idempotent). */
  begin(key: string): () => void;
}

export function createUnderWay(): UnderWay {
  const running = new Map<string, Promise<void>>();
  return {
    find: (key) => running.get(key),
    begin(key) {
      const { promise, resolve } = Promise.withResolvers<void>();
      running.set(key, promise);
      return () => {
        if (running.get(key) === promise) running.delete(key);
        resolve();
      };
    },
  };
}
