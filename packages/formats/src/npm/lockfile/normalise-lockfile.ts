import { HeadwaterError } from "@headwater/resolver";
import {
  type LockfileInspection,
  type LockfileRegistries,
  type ProxyUrl,
  inspectLockfile,
} from "./inspect-lockfile.ts";
import type { LockfileTool } from "./lockfile-tool.ts";
import { applyEdits } from "./written-url.ts";

export interface NormalisedLockfile {
  /** The text with every proxy's URL replaced by what the client writes by itself; all else as it was, byte for byte. */
  readonly text: string;
  readonly repaired: readonly ProxyUrl[];
  /** Those that could not be repaired. */
  readonly left: readonly (ProxyUrl & { readonly obstacle: string })[];
}

/**
 * Makes a lockfile neutral. What comes out is read once more: it holds the same versions with the same integrity, and
 * nothing more to repair.
 *
 * @throws CONFIGURATION_INVALID naming file and line when the text cannot be read; INVALID_ARGUMENT as `inspectLockfile`
 */
export async function normaliseLockfile(
  tool: LockfileTool,
  text: string,
  file: string,
  registries: LockfileRegistries,
): Promise<NormalisedLockfile> {
  const before = await inspectLockfile(tool, text, file, registries);
  const repaired = before.proxyUrls.filter(({ repair }) => "start" in repair);
  const left = before.proxyUrls.flatMap((each) =>
    "obstacle" in each.repair ? [{ ...each, obstacle: each.repair.obstacle }] : [],
  );
  if (repaired.length === 0) return { text, repaired, left };
  const edits = repaired.flatMap(({ repair }) => ("start" in repair ? [repair] : []));
  const normalised = applyEdits(text, edits);
  const after = await inspectLockfile(tool, normalised, file, registries);
  if (versionsOf(before) !== versionsOf(after) || after.proxyUrls.length !== left.length)
    throw new HeadwaterError(
      "CONFIGURATION_INVALID",
      `${file}: its URLs cannot be replaced without harm to the rest, because it is not laid out as its package manager writes it.`,
      { hint: "Remove the lockfile and let the package manager write it anew.", details: { file } },
    );
  return { text: normalised, repaired, left };
}

const versionsOf = ({ entries }: LockfileInspection): string =>
  JSON.stringify(entries.map(({ name, version, integrity }) => [name, version, integrity]));
