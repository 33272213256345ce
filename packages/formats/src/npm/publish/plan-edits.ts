import {
  type HeldPackage,
  HeadwaterError,
  type JsonObject,
  type PackageCoordinate,
  type PackageEdit,
} from "@headwater/resolver";
import { asJsonObject, ownMember, ownObject, ownText } from "../json-object.ts";
import { npmName } from "../names.ts";
import { versionOfTarballFile } from "../tarball-path.ts";

/** What a document or a path says the package was when its sender read it; compared with what it is now. @throws CONFLICT */
function requireCurrent(held: HeldPackage, coordinate: PackageCoordinate, revision: string): void {
  if (revision === held.state) return;
  throw new HeadwaterError("CONFLICT", `${npmName(coordinate)} has changed since it was read; nothing was written.`, {
    hint: "Run the command again.",
    details: { package: npmName(coordinate) },
  });
}

/** Proven in test/npm/routes/deprecate.test.ts and test/npm/routes/unpublish.test.ts */

/** What a manifest says against using its version; nothing and an empty text are the same. */
export const deprecationOf = (manifest: JsonObject): string | undefined => ownText(manifest, "deprecated") || undefined;

/**
 * `npm deprecate`: the whole packument comes back, and of it only `deprecated` counts, of versions that the repository holds
 * itself (N5). What is Disposed has nothing left to warn of.
 */
export function planDeprecations(coordinate: PackageCoordinate, document: JsonObject, held: HeldPackage): PackageEdit {
  const revision = ownText(document, "_rev");
  if (revision !== undefined) requireCurrent(held, coordinate, revision);
  const sent = ownObject(document, "versions") ?? {};
  const manifests = new Map<string, JsonObject>();
  for (const [version, { reference, revision: content }] of held.versions) {
    const manifest = asJsonObject(ownMember(sent, version));
    if (manifest === undefined || reference.status === "Disposed") continue;
    const deprecated = deprecationOf(manifest);
    if (deprecated === deprecationOf(content.manifest)) continue;
    const { deprecated: _, ...fields } = content.manifest;
    manifests.set(version, deprecated === undefined ? fields : { ...fields, deprecated });
  }
  return { manifests };
}

/** The first half of `npm unpublish`: what the document does not have any more, and the client had been shown, goes (Published versions alone). */
export function planRemovals(
  coordinate: PackageCoordinate,
  document: JsonObject,
  revision: string,
  held: HeldPackage,
): PackageEdit {
  requireCurrent(held, coordinate, revision);
  const left = ownObject(document, "versions") ?? {};
  const removed = [...held.versions]
    .filter(([version, { reference }]) => reference.status === "Published" && !Object.hasOwn(left, version))
    .map(([version]) => version);
  const latest = ownText(ownObject(document, "dist-tags") ?? {}, "latest");
  return { removed, tags: tagsWithout(held, removed, latest) };
}

/** The second half: the tarball of a version; by then the version has gone, or it goes now. */
export function planTarballRemoval(
  coordinate: PackageCoordinate,
  file: string,
  revision: string,
  held: HeldPackage,
): PackageEdit {
  const said = versionOfTarballFile(coordinate, file);
  const version =
    said !== undefined && held.versions.has(said)
      ? said
      : [...held.versions].find(
          ([
            ,
            {
              revision: { manifest },
            },
          ]) => (ownText(ownObject(manifest, "dist") ?? {}, "tarball") ?? "").endsWith(`/-/${file}`),
        )?.[0];
  if (version === undefined) return {};
  requireCurrent(held, coordinate, revision);
  return { removed: [version], tags: tagsWithout(held, [version], undefined) };
}

/**
 * `npm unpublish` of a whole package, which npm also asks for when it means the only version that it was shown: every
 * Published version goes, what is hidden stays; its origin controls stay (X5, X6).
 */
export function planEmptying(coordinate: PackageCoordinate, revision: string, held: HeldPackage): PackageEdit {
  requireCurrent(held, coordinate, revision);
  const removed = [...held.versions]
    .filter(([, { reference }]) => reference.status === "Published")
    .map(([version]) => version);
  return { removed, tags: tagsWithout(held, removed, undefined) };
}

/** Tags that name a removed version go; `latest` then moves to where the client wants it, if that is here. */
function tagsWithout(held: HeldPackage, removed: readonly string[], latest: string | undefined): HeldPackage["tags"] {
  const tags = Object.entries(held.tags).filter(([, version]) => !removed.includes(version));
  const lost = Object.hasOwn(held.tags, "latest") && tags.every(([tag]) => tag !== "latest");
  if (lost && latest !== undefined && held.versions.has(latest) && !removed.includes(latest))
    tags.push(["latest", latest]);
  return Object.fromEntries(tags);
}
