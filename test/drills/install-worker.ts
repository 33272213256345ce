/**
 * One install in a process of its own, for drills: `install-worker.ts <headwater.yml> <repository> <name@version …>`.
 * Says that it is ready, waits for the word to begin, asks the domain for each asset as a client's requests would, all at
 * once, then retains the same as an install.
 */
import { once } from "node:events";
import { openDomain } from "@headwater/domain";
import { parseNpmSpec } from "@headwater/formats";

const [configFile = "", repository = "", ...specs] = process.argv.slice(2);
const domain = await openDomain({ configFile });
try {
  const coordinates = specs.map((spec) => {
    const { coordinate, wanted } = parseNpmSpec(spec);
    return { ...coordinate, version: wanted };
  });
  process.send?.("ready");
  await once(process, "message");
  await Promise.all(
    coordinates.map(async (coordinate) => {
      const { body } = await domain.resolver.fetchAsset(repository, coordinate, "package.tgz");
      await body.pipeTo(new WritableStream());
    }),
  );
  const report = await domain.resolver.retainInstall(
    repository,
    coordinates.map((coordinate) => ({ coordinate })),
  );
  if (report.failed.length + report.refused.length > 0)
    throw new Error(JSON.stringify([report.failed, report.refused]));
} finally {
  await domain.close();
  process.disconnect?.();
}
