import type { JsonObject, JsonValue } from "@headwater/resolver";
import { asJsonObject, ownMember, ownObject, ownText } from "../json-object.ts";
import { isNpmVersion } from "../versions.ts";
import type { LockfileEntry, ReadLockfile } from "./lockfile-entry.ts";
import { parseYamlLockfile } from "./parse-yaml-lockfile.ts";
import { unreadableLockfile } from "./unreadable-lockfile.ts";

/**
 * pnpm's `pnpm-lock.yaml` and `node_modules/.pnpm/lock.yaml`, lockfile versions 6 and 9. pnpm 11 and later may put a
 * document about pnpm itself and its configuration in front of the project's; packages of both are entries.
 */
export const readPnpmLock: ReadLockfile = async (text, file) => {
  const documents = await parseYamlLockfile(text, file);
  return documents.flatMap((document) => {
    const version = Number(ownText(document, "lockfileVersion"));
    if (!(version >= 6)) {
      throw unreadableLockfile(
        file,
        undefined,
        `its lockfileVersion is ${JSON.stringify(ownMember(document, "lockfileVersion") ?? null)}, and 6 is the first that can be read`,
      );
    }
    return Object.entries(ownObject(document, "packages") ?? {}).flatMap(([key, value]) => packageEntry(key, value));
  });
};

/** Keys are `name@version`; version 6 has a slash before them and peers in parentheses behind. The version may be anything. */
export function parsePackageKey(key: string): { readonly name: string; readonly version: string } | undefined {
  const path = key.replace(/^\//, "").replace(/\(.*$/, "");
  const at = path.indexOf("@", 1);
  return at === -1 ? undefined : { name: path.slice(0, at), version: path.slice(at + 1) };
}

function packageEntry(key: string, value: JsonValue): readonly LockfileEntry[] {
  const named = parsePackageKey(key);
  const resolution = ownObject(asJsonObject(value) ?? {}, "resolution");
  if (named === undefined || resolution === undefined || !isRegistryResolution(named.version, resolution)) return [];
  const [integrity, resolved] = [ownText(resolution, "integrity"), ownText(resolution, "tarball")];
  return [
    {
      key,
      ...named,
      ...(integrity === undefined ? {} : { integrity }),
      ...(resolved === undefined ? {} : { resolved }),
    },
  ];
}

/** Folders, git repositories and runtimes have a `type`; tarballs of a folder begin with `file:`. */
function isRegistryResolution(version: string, resolution: JsonObject): boolean {
  const tarball = ownText(resolution, "tarball");
  return (
    isNpmVersion(version) &&
    ownMember(resolution, "type") === undefined &&
    (tarball === undefined || /^https?:/.test(tarball))
  );
}
