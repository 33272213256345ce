import { join, resolve } from "node:path";
import { type Environment, npmSetting } from "./environment.ts";
import { expandVariables } from "./npmrc.ts";
import type { NpmrcFile } from "./settings-files.ts";
import { userHome } from "./user-home.ts";

/** The folder that npm caches in, as the environment, the npmrc files (strongest first) or npm's own default say. */
export function npmCacheFolder(
  env: Environment,
  npmrcs: readonly NpmrcFile[],
  cwd: string,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = userHome(env, platform);
  const configured = npmrcs.flatMap(({ entries }) => entries.filter(({ key }) => key === "cache"))[0]?.value;
  const setting = npmSetting(env, "cache") ?? (configured === undefined ? undefined : expandVariables(configured, env));
  if (setting !== undefined) return resolve(cwd, setting.replace(/^~(?=[/\\]|$)/, home));
  return platform === "win32"
    ? join(env["LOCALAPPDATA"] ?? join(home, "AppData", "Local"), "npm-cache")
    : join(home, ".npm");
}

const SRI = /^sha(?:1|256|384|512)-[A-Za-z0-9+/]+={0,2}$/;

/** Reads tarballs out of npm's cache by SRI; `undefined` for what is not there. Whoever reads checks the bytes. */
export function createNpmCacheReader(
  cacheFolder: string,
): (integrity: string) => Promise<ReadableStream<Uint8Array> | undefined> {
  const folder = join(cacheFolder, "_cacache");
  return async (text) => {
    // cacache has no answer to an integrity that is none.
    const integrity = text
      .split(/\s+/)
      .filter((hash) => SRI.test(hash))
      .join(" ");
    if (integrity === "") return undefined;
    // Loaded here: most runs need no byte that the domain lacks.
    const { default: cacache } = await import("cacache");
    try {
      if ((await cacache.get.hasContent(folder, integrity)) === false) return undefined;
    } catch {
      // A damaged or unreadable cache is one that has nothing: the bytes then come from the registry.
      return undefined;
    }
    return ReadableStream.from<Uint8Array>(cacache.get.stream.byDigest(folder, integrity));
  };
}
