import { parentPort } from "node:worker_threads";
import { extractTarball } from "./extract-tarball.ts";
import { type ExtractionJob, type ExtractionOutcome, LOADED } from "./extraction-job.ts";

/** Unpacks one package after another for an extraction pool. Proven in test/extraction/extraction-pool.test.ts */
parentPort?.on("message", (job: ExtractionJob) => parentPort?.postMessage(outcomeOf(job), []));
parentPort?.postMessage(LOADED, []);

function outcomeOf({ id, ...job }: ExtractionJob): ExtractionOutcome {
  try {
    return { id, warnings: extractTarball(job) };
  } catch (error) {
    const { message, code, errno, path, syscall } = error as NodeJS.ErrnoException;
    // Only what the operating system says has a call; a tarball that cannot be read has codes of its own.
    const system =
      syscall === undefined || code === undefined
        ? {}
        : { code, ...(errno === undefined ? {} : { errno }), ...(path === undefined ? {} : { path }) };
    return { id, warnings: [], failure: { message, ...system } };
  }
}
