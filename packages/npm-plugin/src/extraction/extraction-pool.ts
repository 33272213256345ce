import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { type ExtractionJob, type ExtractionOutcome, LOADED } from "./extraction-job.ts";

/** Threads that unpack packages, so that the disk is not waited for by whoever plans the tree. */
export interface ExtractionPool {
  /** Starts the threads ahead of the first package: they load what they need while the tree is being planned. They keep the process alive until `close`. */
  start(): void;
  /** Settles when every thread has loaded what it needs, or has died. Until then they read files of this program. */
  ready(): Promise<void>;
  /**
   * Unpacks a tarball, whose bytes are given away: they are empty afterwards. Answers the reader's warnings.
   * @throws Error with the `code` and `path` that the operating system gave; without a code for a tarball that cannot be read
   */
  extract(job: Omit<ExtractionJob, "id">): Promise<readonly string[]>;
  /** Ends the threads; what they have begun is not finished. Idempotent. */
  close(): Promise<void>;
}

/** More threads than this wait for one disk. */
const MAX_THREADS = 4;

interface Waiting {
  resolve(warnings: readonly string[]): void;
  reject(error: Error): void;
}

/** Proven in test/extraction/extraction-pool.test.ts */
export function createExtractionPool(threads = Math.min(MAX_THREADS, availableParallelism())): ExtractionPool {
  const waiting = new Map<number, Waiting & { readonly thread: Worker }>();
  /** Bytes that each living thread has before it. */
  const load = new Map<Worker, number>();
  const loading: Promise<void>[] = [];
  let isStarted = false;
  let lastId = 0;

  const start = (): void => {
    if (isStarted) return;
    isStarted = true;
    for (let count = 0; count < threads; count += 1) {
      const { worker, loaded } = startWorker(waiting, load);
      load.set(worker, 0);
      loading.push(loaded);
    }
  };

  return {
    start,
    async ready() {
      await Promise.all(loading);
    },
    async extract(job) {
      start();
      if (load.size === 0) throw new Error(NO_THREAD);
      const [thread] = [...load].reduce((least, each) => (each[1] < least[1] ? each : least));
      lastId += 1;
      const id = lastId;
      const size = job.tarball.byteLength;
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      waiting.set(id, { thread, resolve, reject });
      load.set(thread, (load.get(thread) ?? 0) + size);
      // Small Buffers share memory with others, which must not be given away with them.
      const tarball = ownsItsMemory(job.tarball) ? job.tarball : new Uint8Array(job.tarball);
      const message: ExtractionJob = { ...job, id, tarball };
      thread.postMessage(message, [tarball.buffer as ArrayBuffer]);
      try {
        return await promise;
      } finally {
        waiting.delete(id);
        if (load.has(thread)) load.set(thread, (load.get(thread) ?? 0) - size);
      }
    },
    async close() {
      isStarted = true;
      const workers = [...load.keys()];
      load.clear();
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const NO_THREAD = "There is no thread that unpacks packages.";

/** A thread that dies takes no more packages; who waits for it is told, without a code: npm then unpacks by itself. */
function startWorker(
  waiting: ReadonlyMap<number, Waiting & { readonly thread: Worker }>,
  load: Map<Worker, number>,
): { readonly worker: Worker; readonly loaded: Promise<void> } {
  const worker = new Worker(new URL(import.meta.resolve("#extraction-worker")));
  const { promise: loaded, resolve } = Promise.withResolvers<void>();
  worker.on("message", (message: ExtractionOutcome | typeof LOADED) => {
    if (message === LOADED) return resolve();
    const { id, failure, warnings } = message;
    const job = waiting.get(id);
    if (failure === undefined) job?.resolve(warnings);
    else job?.reject(Object.assign(new Error(failure.message), failure));
  });
  const bury = (): void => {
    load.delete(worker);
    for (const { thread, reject } of waiting.values()) if (thread === worker) reject(new Error(NO_THREAD));
    resolve();
  };
  worker.on("error", bury);
  worker.on("exit", bury);
  return { worker, loaded };
}

const ownsItsMemory = ({ buffer, byteLength }: Uint8Array): boolean =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
