import type { JsonObject, JsonValue, PackageContents, PackageCoordinate } from "@headwater/resolver";
import semver from "semver";
import { ownMember, ownObject } from "../json-object.ts";
import { npmName } from "../names.ts";
import { PROVENANCE_FIELD, announcedAttestations } from "../publish/provenance.ts";
import type { TarballOwner } from "../tarball-location.ts";
import { hostlessManifest } from "./hostless-manifest.ts";
import type { Packument } from "./parse.ts";

/** What the public registry adds to a merge: its packument, read, and whose URLs are in it. */
export interface ExternalPackument {
  readonly packument: Packument;
  readonly owner: TarballOwner;
}

type HeldVersion = PackageContents["versions"] extends ReadonlyMap<string, infer V> ? V : never;

/** Top-level fields that a registry takes from the manifest of the newest version. */
const FIELDS_OF_NEWEST = [
  "description",
  "readme",
  "readmeFilename",
  "maintainers",
  "author",
  "contributors",
  "repository",
  "homepage",
  "bugs",
  "keywords",
  "license",
];

/**
 * One packument out of what repositories hold and what the public registry adds (L1, L2). A held version is shown as its
 * revision says (L4); of the registry's versions only those in `contents.external.versions` are shown; every other field of
 * its packument is kept. Tags are the merged ones (T1). `dist.tarball` is relative in all manifests, and so is
 * the address of attestations of what was published here.
 */
export function mergePackument(
  coordinate: PackageCoordinate,
  contents: PackageContents,
  external?: ExternalPackument,
): Packument {
  const shown = contents.external?.versions ?? new Set<string>();
  const versions = new Map<string, JsonObject>();
  for (const [version, manifest] of external?.packument.versions ?? []) {
    const held = contents.versions.get(version);
    if (held !== undefined) versions.set(version, shownManifest(coordinate, version, held));
    else if (external !== undefined && shown.has(version)) {
      versions.set(version, hostlessManifest(external.owner, coordinate, version, manifest).manifest);
    }
  }
  for (const version of [...contents.versions.keys()].toSorted(bySemver)) {
    const held = contents.versions.get(version);
    if (held !== undefined && !versions.has(version)) versions.set(version, shownManifest(coordinate, version, held));
  }
  return {
    fields: external?.packument.fields ?? fieldsOf(coordinate, versions.keys(), contents),
    tags: contents.tags,
    versions,
    time: mergeTimes(contents, versions, external?.packument),
  };
}

/** The registry's times for all but the versions that are hidden, and the retained publish times of held ones (F6). */
function mergeTimes(
  contents: PackageContents,
  versions: ReadonlyMap<string, JsonObject>,
  external: Packument | undefined,
): JsonObject {
  const hidden = (key: string): boolean => external?.versions.has(key) === true && !versions.has(key);
  const announced = external === undefined ? {} : external.time;
  const times = Object.entries(announced).filter(([key]) => !hidden(key));
  const held = [...contents.versions].toSorted(([one], [other]) => bySemver(one, other));
  const added: [string, JsonValue][] = held
    .filter(([version]) => typeof ownMember(announced, version) !== "string")
    .map(([version, { reference }]) => [version, new Date(reference.publishedTime).toISOString()]);
  return {
    ...(external === undefined ? lifetime(contents) : {}),
    ...Object.fromEntries(times),
    ...Object.fromEntries(added),
  };
}

/** `created` and `modified` as the held versions tell them; where there is a registry's packument only it knows them. */
function lifetime(contents: PackageContents): JsonObject {
  const times = [...contents.versions.values()].map(({ reference }) => reference.publishedTime);
  if (times.length === 0) return {};
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))];
  return { created: new Date(first).toISOString(), modified: new Date(last).toISOString() };
}

/** Top-level fields without a registry's packument: those of the version that `latest` names, else of the highest. */
function fieldsOf(coordinate: PackageCoordinate, inOrder: Iterable<string>, contents: PackageContents): JsonObject {
  const name = npmName(coordinate);
  const latest = contents.versions.get(contents.tags["latest"] ?? "");
  const newest = latest ?? contents.versions.get([...inOrder].at(-1) ?? "");
  const fields = FIELDS_OF_NEWEST.flatMap((key) => {
    const value = ownMember(newest?.revision.manifest ?? {}, key);
    return value === undefined ? [] : [[key, value] as const];
  });
  return { _id: name, name, ...Object.fromEntries(fields) };
}

/**
 * A held version's manifest among the others. What was published here keeps its README and provenance beside it; as on npm's
 * registry the packument shows the README once, for the newest version, and provenance has an address of its own, which
 * `dist.attestations` names.
 */
function shownManifest(
  coordinate: PackageCoordinate,
  version: string,
  { reference, revision: { manifest } }: HeldVersion,
): JsonObject {
  if (reference.origin.originType !== "INTERNAL") return manifest;
  const { readme: _, readmeFilename: __, [PROVENANCE_FIELD]: ___, ...shown } = manifest;
  const attestations = announcedAttestations(coordinate, version, manifest);
  return attestations === undefined ? shown : { ...shown, dist: { ...ownObject(shown, "dist"), attestations } };
}

const bySemver = (one: string, other: string): number => semver.compareBuild(one, other, { loose: true });
