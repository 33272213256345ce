/** Sweeps a domain again and again with no grace at all until it is told to stop, for drills: `sweep-worker.ts <headwater.yml>`. */
import { openDomain } from "@headwater/domain";

const domain = await openDomain({ configFile: process.argv[2] ?? "" });
const stop = new AbortController();
process.on("message", () => stop.abort());
let removed = 0;
try {
  process.send?.("ready");
  while (!stop.signal.aborted) {
    const report = await domain.resolver.collectGarbage({ gracePeriod: 0 });
    removed += report.removedRevisions + report.removedAssets;
    await new Promise((resolve) => setImmediate(resolve));
  }
} finally {
  await domain.close();
  process.send?.({ removed });
  process.disconnect?.();
}
