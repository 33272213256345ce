import { open } from "node:fs/promises";
import type { Readable } from "node:stream";
import { HeadwaterError } from "@headwater/resolver";
import { onFile } from "./on-file.ts";

/**
 * A file's bytes as a stream. Whoever does not read it to its end destroys it.
 * @throws CONFIGURATION_INVALID when the system refuses it, INVALID_ARGUMENT for a folder
 */
export async function openAssetFile(file: string): Promise<Readable> {
  const handle = await onFile(file, { hint: "Name a file that you may read." }, () => open(file));
  if (!(await handle.stat()).isDirectory()) return handle.createReadStream();
  await handle.close();
  throw new HeadwaterError("INVALID_ARGUMENT", `${file} is a folder, and no file.`, {
    hint: "Pack it into an archive and publish that.",
    details: { file },
  });
}
