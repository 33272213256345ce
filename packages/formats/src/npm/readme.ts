import type { JsonObject } from "@headwater/resolver";
import { ownText } from "./json-object.ts";
import { readTarballFile } from "./tarball-file.ts";
import { TARBALL_ASSET } from "./tarball-path.ts";

/** A longer README is none, as any field is that is too long (A7). In bytes of UTF-8. */
const MAX_README_BYTES = 400 * 1024;

/** A README at the top of the package's only folder: `package/README.md`. Names as npm takes them, in any case. */
const README_PATH = /^[^/]+\/readme(?:\.(?:md|markdown|mdown|txt|rst))?$/i;

/** What a registry that knew no README put in the field. */
const NONE = "ERROR: No README data found!";

/** The README of an npm version: the manifest's, else the file in the tarball. */
export async function readNpmReadme(
  manifest: JsonObject,
  openAsset: (name: string) => Promise<ReadableStream<Uint8Array> | undefined>,
): Promise<string | undefined> {
  const announced = ownText(manifest, "readme");
  if (announced !== undefined && announced !== "" && announced !== NONE)
    return Buffer.byteLength(announced) > MAX_README_BYTES ? undefined : announced;
  const tarball = await openAsset(TARBALL_ASSET);
  if (tarball === undefined) return undefined;
  const file = await readTarballFile(tarball, README_PATH, MAX_README_BYTES);
  return file?.toString("utf8");
}
