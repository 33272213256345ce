import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { ExtractionJob, ExtractionOutcome } from "./extraction-job.ts";

/** Threads that unpack packages, so that the disk is not waited for by whoever plans the tree. */
export interface ExtractionPool {
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

/** Starts its threads at once, which keep the process alive until `close`: they load what they need while the tree is being planned. Proven in test/extraction/extraction-pool.test.ts */
export function createExtractionPool(threads = Math.min(MAX_THREADS, availableParallelism())): ExtractionPool {
  const waiting = new Map<number, Waiting & { readonly thread: Worker }>();
  const workers = Array.from({ length: threads }, () => startWorker(waiting));
  const load = new Map(workers.map((worker) => [worker, 0]));
  let lastId = 0;
  let closing: Promise<unknown> | undefined;

  return {
    extract(job) {
      const [thread] = [...load].reduce((least, each) => (each[1] < least[1] ? each : least));
      lastId += 1;
      const id = lastId;
      const { promise, resolve, reject } = Promise.withResolvers<readonly string[]>();
      waiting.set(id, { thread, resolve, reject });
      load.set(thread, (load.get(thread) ?? 0) + job.tarball.byteLength);
      const size = job.tarball.byteLength;
      // Small Buffers share memory with others, which must not be given away with them.
      const tarball = ownsItsMemory(job.tarball) ? job.tarball : new Uint8Array(job.tarball);
      const message: ExtractionJob = { ...job, id, tarball };
      thread.postMessage(message, [tarball.buffer as ArrayBuffer]);
      return promise.finally(() => {
        waiting.delete(id);
        load.set(thread, (load.get(thread) ?? 0) - size);
      });
    },
    async close() {
      closing ??= Promise.all(workers.map((worker) => worker.terminate()));
      await closing;
    },
  };
}

function startWorker(waiting: ReadonlyMap<number, Waiting & { readonly thread: Worker }>): Worker {
  const worker = new Worker(new URL(import.meta.resolve("#extraction-worker")));
  worker.on("message", ({ id, failure, warnings }: ExtractionOutcome) => {
    const job = waiting.get(id);
    if (failure === undefined) job?.resolve(warnings);
    else job?.reject(Object.assign(new Error(failure.message), failure));
  });
  const failAll = (error: Error): void => {
    for (const { thread, reject } of waiting.values()) if (thread === worker) reject(error);
  };
  worker.on("error", (error: Error) => failAll(error));
  worker.on("exit", () => failAll(new Error("The thread that unpacks packages has ended.")));
  return worker;
}

const ownsItsMemory = ({ buffer, byteLength }: Uint8Array): boolean =>
  buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
