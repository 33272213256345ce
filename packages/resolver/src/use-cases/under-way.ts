/** Which pieces of work this process has under way, so that a second asker can wait instead of doing the same again. */
export interface UnderWay {
  /** Waits for the work under this key, when there is any; tells whether there was. */
  settled(key: string): Promise<boolean>;
  /** Starts work under a key; the function given back ends it (idempotent). */
  begin(key: string): () => void;
}

export function createUnderWay(): UnderWay {
  const running = new Map<string, Promise<void>>();
  return {
    async settled(key) {
      const work = running.get(key);
      await work;
      return work !== undefined;
    },
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
