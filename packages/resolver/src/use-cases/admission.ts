import { HeadwaterError } from "../errors/headwater-error.ts";
import { type PackageCoordinate, displayName } from "../names/coordinate.ts";
import { type FirstEntry, type OriginControls, defaultOriginControls } from "../package/origin-controls.ts";
import type { PackageRecord } from "../package/package-record.ts";
import type { ReferenceStore } from "../ports/reference-store.ts";

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
}

/** Judges by the package's own controls in the entering repository: copies are not checked (B7). */
export const loadAdmission = async (_references: ReferenceStore): Promise<Admission> => ({
  refusal(entry, repository, coordinate, record) {
    const controls = record?.originControls;
    if (entry === "published")
      return controls?.publish === "BLOCK" ? blocked("publish", repository, coordinate) : undefined;
    if (entry === "copied") return undefined;
    return controls?.upstream === "BLOCK" ? blocked("upstream", repository, coordinate) : undefined;
  },
  firstControls: (entry) => defaultOriginControls(entry),
});

function blocked(control: keyof OriginControls, repository: string, coordinate: PackageCoordinate): HeadwaterError {
  const name = displayName(coordinate);
  const what =
    control === "publish"
      ? `${name} cannot be published to "${repository}"`
      : `No new version of ${name} may enter "${repository}" from upstreams`;
  return new HeadwaterError("ACCESS_DENIED", `${what}: its origin controls have ${control}=BLOCK.`, {
    hint: `Whoever keeps the repository can allow it with: headwater put-package-origin-configuration`,
    details: { rule: control === "publish" ? "B6" : "S7", repository, package: name, control },
  });
}
