import type { HeadwaterError } from "../errors/headwater-error.ts";
import type { PackageCoordinate } from "../names/coordinate.ts";
import { type GroupVerdict, findObstacle, restrictsAnything } from "../package-group/admit-version.ts";
import type { GroupTree } from "../package-group/group-tree.ts";
import { type FirstEntry, type OriginControls, defaultOriginControls } from "../package/origin-controls.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";
import { entryRefused } from "./entry-refused.ts";
import { loadGroups } from "./load-groups.ts";

/** What may come into which repository, judged from one reading of the domain (Table 5). Proven in test/use-cases/publish-package-version.test.ts */
export interface Admission {
  /** Why no new version of the package may enter the repository this way; `undefined` when it may. Stored versions are not concerned (O2). */
  refusal(
    entry: FirstEntry,
    repository: string,
    coordinate: PackageCoordinate,
    record: PackageRecord | undefined,
  ): HeadwaterError | undefined;
  /** The controls that the package gets when its first version enters a repository this way (O3–O5). */
  firstControls(entry: FirstEntry, coordinate: PackageCoordinate): OriginControls;
  /** What the package's group says (PG8, PG17). */
  verdict(coordinate: PackageCoordinate): GroupVerdict;
}

/** Judges by the package's own controls in the entering repository and by its group, as both are now (O8, PG22). */
export async function loadAdmission(references: ReferenceStore): Promise<Admission> {
  return admissionBy(await loadGroups(references));
}

/** @param groups as they are now */
export function admissionBy(groups: GroupTree): Admission {
  const verdict = (coordinate: PackageCoordinate): GroupVerdict => {
    const { group, type } = groups.associate(coordinate);
    return { pattern: group.pattern, type, restrictions: groups.restrictionsOf(group.pattern) };
  };
  return {
    verdict,
    refusal(entry, repository, coordinate, record) {
      const obstacle = findObstacle(entry, repository, record?.originControls, verdict(coordinate));
      return obstacle === undefined ? undefined : entryRefused(entry, repository, coordinate, obstacle);
    },
    firstControls: (entry, coordinate) => defaultOriginControls(entry, restrictsAnything(verdict(coordinate))),
  };
}
