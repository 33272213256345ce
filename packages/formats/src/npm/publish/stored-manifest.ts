import { type JsonObject, type StagedAsset, integrityOf, satisfiesIntegrity } from "@headwater/resolver";
import { ownMember, ownObject, ownText } from "../json-object.ts";
import { npmName } from "../names.ts";
import { conventionalTarballPath } from "../tarball-path.ts";
import { PROVENANCE_FIELD, readProvenance } from "./provenance.ts";
import { type PublishedVersion, requireSame } from "./published-version.ts";
import type { ReceivedDocument } from "./receive-document.ts";
import { publishRefused } from "./refuse-publish.ts";
import type { TarballContents } from "./tarball-reader.ts";

/** A README of more is left out (A7). In bytes of UTF-8. Proven in test/npm/routes/publish-bad-input.test.ts */
const MAX_README_BYTES = 400 * 1024;

/**
 * The manifest that is kept of a publish: every field as sent, `dist` as the bytes that came really are, without a host and
 * without signatures and attestations, which are a registry's to make. README and provenance beside them, which the packument's versions do not show.
 * @throws INVALID_ARGUMENT when document, manifest, attachment and tarball do not agree
 */
export function storedManifest(
  { coordinate, manifest }: PublishedVersion,
  document: JsonObject,
  { attachment, contents, staged }: NonNullable<ReceivedDocument["tarball"]>,
): JsonObject {
  requireSame(
    contents.packageJson,
    { name: npmName(coordinate), version: coordinate.version },
    "the package.json in its tarball",
  );
  checkBytes(manifest, attachment, staged);
  const { [PROVENANCE_FIELD]: _, readme: __, readmeFilename: ___, ...fields } = manifest;
  const { signatures: ____, attestations: _____, ...dist } = ownObject(manifest, "dist") ?? {};
  const provenance = readProvenance(ownObject(document, "_attachments") ?? {});
  return {
    ...fields,
    _id: `${npmName(coordinate)}@${coordinate.version}`,
    _hasShrinkwrap: contents.hasShrinkwrap,
    dist: {
      ...dist,
      integrity: integrityOf(staged.hashes),
      shasum: staged.hashes["SHA-1"],
      tarball: conventionalTarballPath(coordinate, coordinate.version),
      fileCount: contents.fileCount,
      unpackedSize: contents.unpackedSize,
    },
    ...readmeOf(manifest, document, contents),
    ...(provenance.length === 0 ? {} : { [PROVENANCE_FIELD]: provenance }),
  };
}

/** Length and digests as announced, wherever they are. */
function checkBytes(manifest: JsonObject, attachment: JsonObject, { size, hashes }: StagedAsset): void {
  const length = ownMember(attachment, "length");
  if (length !== undefined && length !== size)
    throw publishRefused(
      `its tarball has ${size} bytes, and ${JSON.stringify(length).slice(0, 40)} were announced`,
      BROKEN_ON_THE_WAY,
    );
  const dist = ownObject(manifest, "dist") ?? {};
  const integrity = ownText(dist, "integrity");
  if (integrity !== undefined && !satisfiesIntegrity(hashes, integrity))
    throw publishRefused("its tarball is not the one whose integrity its manifest has", BROKEN_ON_THE_WAY);
  const shasum = ownText(dist, "shasum");
  if (shasum !== undefined && shasum.toLowerCase() !== hashes["SHA-1"])
    throw publishRefused("its tarball is not the one whose shasum its manifest has", BROKEN_ON_THE_WAY);
}

const BROKEN_ON_THE_WAY = {
  hint: "Nothing was published. Try again; if it persists, something on the way changes the bytes.",
} as const;

/** From the manifest, else from the document, as some clients send it, else from the tarball. */
function readmeOf(manifest: JsonObject, document: JsonObject, { readme }: TarballContents): JsonObject {
  const sent = [manifest, document].find((each) => isText(ownText(each, "readme")));
  const text = sent === undefined ? readme?.text : ownText(sent, "readme");
  if (!isText(text) || Buffer.byteLength(text) > MAX_README_BYTES) return {};
  const file = (sent === undefined ? undefined : ownText(sent, "readmeFilename")) ?? readme?.file;
  return { readme: text, ...(file === undefined ? {} : { readmeFilename: file }) };
}

/** What npm writes where there is none is none. */
const isText = (text: string | undefined): text is string =>
  text !== undefined && text !== "" && text !== "ERROR: No README data found!";
