import {
  HeadwaterError,
  type JsonObject,
  MAX_DIST_TAGS,
  type PackageCoordinate,
  type PackageVersionCoordinate,
} from "@headwater/resolver";
import semver from "semver";
import { asJsonObject, ownMember, ownObject } from "../json-object.ts";
import { npmName } from "../names.ts";
import { parseDistTagName } from "./dist-tag-name.ts";
import { publishRefused } from "./refuse-publish.ts";

/** What a document says is to be published. Proven in test/npm/routes/publish-bad-input.test.ts */
export interface PublishedVersion {
  readonly coordinate: PackageVersionCoordinate;
  /** As the client sent it. */
  readonly manifest: JsonObject;
  /** dist-tags that are to name it (B12). */
  readonly tags: readonly string[];
  /** Versions that the document names beside it: npm sends what it has read of the registry when it tries a second time. */
  readonly repeated: readonly string[];
}

/**
 * Reads which version a document publishes: the only one it names, or of several the one whose tarball comes along.
 * @param file the tarball's name among the attachments
 * @throws INVALID_NAME, INVALID_VERSION, INVALID_ARGUMENT
 */
export function publishedVersion(asked: PackageCoordinate, document: JsonObject, file: string): PublishedVersion {
  const name = npmName(asked);
  if (ownMember(document, "name") !== name)
    throw publishRefused(`it was sent to ${name} and its document is of ${shown(ownMember(document, "name"))}`, {
      code: "INVALID_NAME",
      details: { package: name },
    });
  const versions = ownObject(document, "versions") ?? {};
  const version = versionOf(asked, Object.keys(versions), file);
  const manifest = asJsonObject(ownMember(versions, version));
  if (manifest === undefined) throw publishRefused(`its manifest of ${version} is no JSON object`);
  requireSame(manifest, { name, version }, "its manifest");
  return {
    coordinate: { ...asked, version },
    manifest,
    tags: tagsOf(document, versions, version),
    repeated: Object.keys(versions).filter((each) => each !== version),
  };
}

/**
 * Are the name and version of a package.json or manifest the ones that are published? A version may be written as npm would
 * tidy it (` =v1.0.0`).
 * @throws INVALID_ARGUMENT
 */
export function requireSame(
  manifest: JsonObject,
  { name, version }: { readonly name: string; readonly version: string },
  what: string,
): void {
  const [itsName, itsVersion] = [ownMember(manifest, "name"), ownMember(manifest, "version")];
  const tidied = typeof itsVersion === "string" ? semver.clean(itsVersion, { loose: true }) : null;
  if (itsName === name && (itsVersion === version || tidied === version)) return;
  throw publishRefused(
    `${what} is of ${shown(itsName)} ${shown(itsVersion)}, and ${name} ${version} is to be published`,
    {
      hint: "Nothing was published. Pack anew, and publish what was packed.",
      details: { package: name, version },
    },
  );
}

function versionOf({ namespace, name }: PackageCoordinate, versions: readonly string[], file: string): string {
  const scoped = namespace === undefined ? name : `@${namespace}/${name}`;
  const fitting = versions.filter((each) => file === `${scoped}-${each}.tgz` || file === `${name}-${each}.tgz`);
  const [version] = versions.length === 1 ? versions : fitting;
  if (version === undefined)
    throw publishRefused(
      versions.length === 0
        ? "its document names no version"
        : "its document names several versions, none of them the tarball's",
    );
  if (semver.valid(version) === version) return version;
  throw new HeadwaterError("INVALID_VERSION", `The publish was refused: ${shown(version)} is no version.`, {
    hint: "Use a version such as 1.4.0 or 1.4.0-beta.2; npm knows no build metadata (+…).",
    details: { value: version.slice(0, 300) },
  });
}

/** The tags that name the version; `latest` when the document has none at all (B12). Tags of the other versions are theirs. */
function tagsOf(document: JsonObject, versions: JsonObject, version: string): readonly string[] {
  const tags = Object.entries(ownObject(document, "dist-tags") ?? {});
  if (tags.length > MAX_DIST_TAGS)
    throw publishRefused(`its document has ${tags.length} dist-tags, and a package has at most ${MAX_DIST_TAGS}`, {
      hint: "Nothing was published. Give the version the few tags that it needs.",
      details: { tags: tags.length, limit: MAX_DIST_TAGS },
    });
  for (const [tag, target] of tags) {
    if (typeof target !== "string" || !Object.hasOwn(versions, target))
      throw publishRefused(`its dist-tag ${shown(tag)} names ${shown(target)}, which its document does not have`);
  }
  const own = tags.filter(([, target]) => target === version).map(([tag]) => parseDistTagName(tag));
  return tags.length === 0 ? ["latest"] : own;
}

/** How messages show what a client sent. */
const shown = (value: unknown): string => (JSON.stringify(value) ?? "nothing").slice(0, 120);
