import { HeadwaterError } from "../errors/headwater-error.ts";
import type { OriginControls } from "../package/origin-controls.ts";
import type { Change } from "../ports/reference-store.ts";
import type { ResolverPorts } from "../ports/resolver-ports.ts";
import type { PackageGroupUseCases } from "./group-descriptions.ts";
import { requireRepository } from "./load-repositories.ts";
import { untilCommitted } from "./until-committed.ts";

/**
 * Sets both origin controls of a package in a repository (O1), of one that is not there too: it is then known there, without
 * versions (O7). Versions that are stored stay as they are (O2).
 */
export function createPutPackageOriginConfiguration({
  references,
}: ResolverPorts): PackageGroupUseCases["putPackageOriginConfiguration"] {
  return async (repository, coordinate, restrictions) => {
    const originControls = checkRestrictions(restrictions);
    const key = { type: "package", repository, package: coordinate } as const;
    await untilCommitted("packages", async () => {
      await requireRepository(references, repository);
      const stored = await references.get(key);
      const write: Change =
        stored === undefined
          ? { type: "insert", ifPresent: "conflict", key, value: { originControls, tags: {} } }
          : { type: "replace", key, stamp: stored.stamp, value: { ...stored.value, originControls } };
      const present: Change = { type: "require", key: { type: "repository", repository } };
      return { result: await references.commit([present, write]), value: undefined };
    });
    return { originConfiguration: { restrictions: originControls } };
  };
}

function checkRestrictions({ publish, upstream }: Partial<OriginControls>): OriginControls {
  for (const [control, value] of Object.entries({ publish, upstream })) {
    if (value === "ALLOW" || value === "BLOCK") continue;
    const said = value === undefined ? "is missing" : `is ${JSON.stringify(value)}`;
    throw new HeadwaterError("INVALID_ARGUMENT", `The restriction ${control} ${said} (O1).`, {
      hint: "Both are set together, each to ALLOW or BLOCK: publish=ALLOW,upstream=BLOCK",
      details: { rule: "O1", control },
    });
  }
  if (publish === undefined || upstream === undefined) throw new Error("A restriction is missing.");
  return { publish, upstream };
}
