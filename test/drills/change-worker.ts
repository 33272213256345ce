/**
 * One operation on many versions in a process of its own, for drills:
 * `change-worker.ts <headwater.yml> <copy|update|dispose|delete> <source> <repository> <version …;…>`, batches apart by `;`.
 * Says that it is ready, waits for the word to begin, does one batch after the other and names each that was acknowledged.
 */
import { once } from "node:events";
import { openDomain } from "@headwater/domain";

const [configFile = "", operation = "", source = "", repository = "", batches = ""] = process.argv.slice(2);
const tool = { format: "generic", namespace: "drill", name: "tool" } as const;
const domain = await openDomain({ configFile });
const { resolver } = domain;

const change = (versions: readonly string[]) => {
  switch (operation) {
    case "copy":
      return resolver.copyPackageVersions({
        sourceRepository: source,
        destinationRepository: repository,
        package: tool,
        versions,
      });
    case "update":
      return resolver.updatePackageVersionsStatus({ repository, package: tool, versions, targetStatus: "Archived" });
    case "dispose":
      return resolver.disposePackageVersions({ repository, package: tool, versions });
    case "delete":
      return resolver.deletePackageVersions({ repository, package: tool, versions });
    default:
      throw new Error(`${operation} is no operation of this drill`);
  }
};

try {
  process.send?.("ready");
  await once(process, "message");
  for (const batch of batches.split(";")) {
    const { failedVersions } = await change(batch.split(" "));
    if (Object.keys(failedVersions).length > 0) throw new Error(JSON.stringify(failedVersions));
    process.send?.(batch);
  }
} finally {
  await domain.close();
  process.disconnect?.();
}
