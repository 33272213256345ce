import { join } from "node:path";
import type { LockfileTool } from "@headwater/formats";
import { type Environment, npmSetting } from "../exec/environment.ts";
import { expandVariables } from "../exec/npmrc.ts";
import { type ScopeRegistry, firstOfEach, npmrcScopes, ownScopes } from "../exec/scope-registries.ts";
import { type NpmrcFile, foldersUpward, readNpmrcFiles, readSettingsFiles } from "../exec/settings-files.ts";
import { userHome } from "../exec/user-home.ts";
import { readYarnSettings } from "../exec/yarn-settings.ts";
import { kindOf } from "./find-lockfiles.ts";

export interface ForeignScopesOptions {
  readonly tool: LockfileTool;
  /** Where the lockfile lies. */
  readonly folder: string;
  readonly env: Environment;
  /** Scopes, with `@`, that clients fetch past the domain. */
  readonly direct: readonly string[];
  /** Registries that are no other than the default one: the public registry, and our own server. */
  readonly own: readonly string[];
}

/**
 * Scopes, with `@`, whose packages come from a registry of their own: those that `headwater.yml` lists, and those that the
 * client's settings send elsewhere than everything else.
 * @throws CONFIGURATION_INVALID
 */
export async function foreignScopes({
  tool,
  folder,
  env,
  direct,
  own,
}: ForeignScopesOptions): Promise<readonly string[]> {
  const npmrcs = await readNpmrcFiles(folder, env);
  const configured = firstOfEach([...(await clientScopes(tool, folder, env)), ...npmrcScopes(npmrcs, env)]);
  const home = [...own, ...defaultRegistries(npmrcs, env)].map(withSlash);
  const elsewhere = configured.filter(({ registry }) => !home.some((each) => withSlash(registry).startsWith(each)));
  return [...new Set([...direct, ...elsewhere.map(({ scope }) => scope)])];
}

/** A scope that is sent where everything is sent has no registry of its own. */
function defaultRegistries(npmrcs: readonly NpmrcFile[], env: Environment): readonly string[] {
  const configured = npmrcs.flatMap(({ entries }) => entries.filter(({ key }) => key === "registry"))[0]?.value;
  const registry =
    npmSetting(env, "registry") ?? (configured === undefined ? undefined : expandVariables(configured, env));
  return registry === undefined ? [] : [registry];
}

async function clientScopes(tool: LockfileTool, folder: string, env: Environment): Promise<readonly ScopeRegistry[]> {
  if (tool === "yarn1") return classicScopes(folder, env);
  if (tool !== "yarn") return ownScopes(kindOf(tool), folder, env);
  const { scopes } = await readYarnSettings(folder, env);
  return scopes.flatMap(({ scope, registry, file }) =>
    registry === undefined ? [] : [{ scope: `@${scope}`, registry, file }],
  );
}

/** Lines of Yarn 1's own `.yarnrc`: `"@scope:registry" "https://…"`. */
async function classicScopes(folder: string, env: Environment): Promise<readonly ScopeRegistry[]> {
  const paths = [...foldersUpward(folder), userHome(env)].map((each) => join(each, ".yarnrc"));
  return (await readSettingsFiles(paths)).flatMap(({ path, text }) =>
    [...text.matchAll(/^"?(@[^:"\s]+):registry"?:?[ \t]+"?([^"\s]+)"?/gm)].map(([, scope = "", registry = ""]) => ({
      scope,
      registry,
      file: path,
    })),
  );
}

const withSlash = (url: string): string => url.trim().replace(/\/*$/, "/");
