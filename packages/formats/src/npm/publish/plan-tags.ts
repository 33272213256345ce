import { type HeldPackage, HeadwaterError, type PackageCoordinate, type PackageEdit } from "@headwater/resolver";
import { npmName } from "../names.ts";
import { parseDistTagName } from "./dist-tag-name.ts";

/** Sets some of the repository's own dist-tags (T5), or all of them at once. @throws INVALID_ARGUMENT, PACKAGE_VERSION_NOT_FOUND, PACKAGE_VERSION_REFUSED. Proven in test/npm/routes/write-dist-tags.test.ts */
export function planTags(
  coordinate: PackageCoordinate,
  tags: Readonly<Record<string, string>>,
  mode: "add" | "replace",
  held: HeldPackage,
): PackageEdit {
  for (const [tag, version] of Object.entries(tags)) {
    parseDistTagName(tag);
    requireTaggable(coordinate, tag, version, held);
  }
  const kept = mode === "add" ? held.tags : latestOf(held.tags);
  return { tags: { ...kept, ...tags } };
}

/**
 * Takes one of the repository's own dist-tags away (T5). `latest` stays, as on npm's registry: it can be moved.
 * @throws INVALID_ARGUMENT
 */
export function planTagRemoval(coordinate: PackageCoordinate, tag: string, held: HeldPackage): PackageEdit {
  if (tag === "latest")
    throw new HeadwaterError("INVALID_ARGUMENT", `The dist-tag latest of ${npmName(coordinate)} cannot be removed.`, {
      hint: `Let it name another version: npm dist-tag add ${npmName(coordinate)}@VERSION latest`,
      details: { rule: "T5", package: npmName(coordinate) },
    });
  if (!Object.hasOwn(held.tags, tag))
    throw new HeadwaterError(
      "INVALID_ARGUMENT",
      `${JSON.stringify(tag.slice(0, 120))} is no dist-tag that this repository has set for ${npmName(coordinate)}.`,
      {
        hint: "A tag that is shown all the same comes from an upstream repository or the public registry; it can be changed there.",
        details: { rule: "T5", package: npmName(coordinate), tag: tag.slice(0, 300) },
      },
    );
  return { tags: Object.fromEntries(Object.entries(held.tags).filter(([each]) => each !== tag)) };
}

const latestOf = (tags: HeldPackage["tags"]): HeldPackage["tags"] =>
  Object.fromEntries(Object.entries(tags).filter(([tag]) => tag === "latest"));

/** A tag that names what is not shown would not be shown either. */
function requireTaggable(coordinate: PackageCoordinate, tag: string, version: string, held: HeldPackage): void {
  const status = held.versions.get(version)?.reference.status;
  if (status === "Published") return;
  const name = `${npmName(coordinate)}@${version.slice(0, 120)}`;
  const details = { rule: "T5", package: npmName(coordinate), version: version.slice(0, 300), tag };
  if (status === undefined)
    throw new HeadwaterError(
      "PACKAGE_VERSION_NOT_FOUND",
      `${name} is not stored in this repository, so ${tag} cannot name it.`,
      {
        hint: "Tag a version that the repository holds; one that is upstream is held once it has been installed through it.",
        details,
      },
    );
  throw new HeadwaterError("PACKAGE_VERSION_REFUSED", `${name} is ${status}, so ${tag} cannot name it.`, {
    hint: "Tag a Published version.",
    details: { ...details, status },
  });
}
