import { type PackageVersionCoordinate, packageOf } from "../names/coordinate.ts";
import type { Reference } from "../package-version/reference.ts";
import type { Revision } from "../package-version/revision.ts";
import { type FirstEntry, type OriginControls, defaultOriginControls } from "../package/origin-controls.ts";
import type { Change } from "../ports/reference-store.ts";

/**
 * What is written so that repositories keep a reference to a revision that the domain has: per repository the reference
 * and, with a package's first version, the package with its default origin controls (O3, O5). Existing ones are kept.
 * The commit conflicts when a repository or the revision has gone in the meantime, and takes the sweep's mark off the
 * revision, so that what is used again is not removed.
 *
 * @param firstControls default: those of a package whose group restricts nothing
 */
export function retentionChanges(
  repositories: readonly { readonly repository: string; readonly entry: FirstEntry }[],
  coordinate: PackageVersionCoordinate,
  reference: Reference,
  firstControls: (entry: FirstEntry) => OriginControls = defaultOriginControls,
): readonly Change[] {
  return [
    { type: "require", key: { type: "revision", revision: reference.revision } },
    { type: "delete", key: { type: "garbage", of: "revision", id: reference.revision } },
    ...repositories.flatMap(({ repository, entry }): readonly Change[] => [
      { type: "require", key: { type: "repository", repository } },
      {
        type: "insert",
        ifPresent: "keep",
        key: { type: "reference", repository, coordinate },
        value: reference,
      },
      {
        type: "insert",
        ifPresent: "keep",
        key: { type: "package", repository, package: packageOf(coordinate) },
        value: { originControls: firstControls(entry), tags: {} },
      },
    ]),
  ];
}

/**
 * What is written so that the domain has a revision: the revision itself, over assets that are there already. The commit
 * conflicts when an asset has gone in the meantime, and takes the sweep's marks off them.
 */
export function revisionChanges(revision: Revision): readonly Change[] {
  return [
    ...useOfAssets(revision),
    { type: "insert", ifPresent: "keep", key: { type: "revision", revision: revision.id }, value: revision },
  ];
}

/** What every commit that writes a revision says of its assets: they are there, and the sweep's marks go off them. */
export const useOfAssets = ({ assets }: Pick<Revision, "assets">): readonly Change[] =>
  assets.flatMap(({ hashes }): readonly Change[] => [
    { type: "require", key: { type: "asset", sha512: hashes["SHA-512"] } },
    { type: "delete", key: { type: "garbage", of: "asset", id: hashes["SHA-512"] } },
  ]);
