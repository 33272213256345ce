import { join } from "node:path";
import { HeadwaterError } from "@headwater/resolver";
import type { ClientKind } from "./client-kind.ts";
import type { Environment } from "./environment.ts";
import { expandVariables } from "./npmrc.ts";
import { type NpmrcFile, type SettingsFile, foldersUpward, readSettingsFiles } from "./settings-files.ts";
import { userHome } from "./user-home.ts";

/** A scope that a settings file sends to a registry of its own. */
export interface ScopeRegistry {
  /** With `@`. */
  readonly scope: string;
  readonly registry: string;
  /** The file that says so. */
  readonly file: string;
}

/** Scopes of `@scope:registry` lines, the strongest line of each scope. */
export function npmrcScopes(files: readonly NpmrcFile[], env: Environment): readonly ScopeRegistry[] {
  return firstOfEach(
    files.flatMap(({ path, entries }) =>
      entries.flatMap(({ key, value }) => {
        const scope = /^(@[^:]+):registry$/.exec(key)?.[1];
        return scope === undefined ? [] : [{ scope, registry: expandVariables(value, env), file: path }];
      }),
    ),
  );
}

/** Scopes that the client's own settings files name beside npmrc: `registries` of pnpm's workspace file, `[install.scopes]` of Bun's. */
export async function ownScopes(kind: ClientKind, folder: string, env: Environment): Promise<readonly ScopeRegistry[]> {
  if (kind === "pnpm")
    return pnpmScopes(await readSettingsFiles(foldersUpward(folder).map((each) => join(each, "pnpm-workspace.yaml"))));
  if (kind !== "bun") return [];
  const user = join(env["XDG_CONFIG_HOME"] ?? userHome(env), ".bunfig.toml");
  return bunScopes(await readSettingsFiles([...foldersUpward(folder).map((each) => join(each, "bunfig.toml")), user]));
}

async function pnpmScopes(files: readonly SettingsFile[]): Promise<readonly ScopeRegistry[]> {
  if (files.length === 0) return [];
  const { default: yaml } = await import("yaml");
  return files.flatMap((file) => {
    const registries = Object.entries(member(readWith(file, yaml.parse), "registries"));
    return registries.flatMap(([scope, registry]) =>
      scope.startsWith("@") && typeof registry === "string" ? [{ scope, registry, file: file.path }] : [],
    );
  });
}

async function bunScopes(files: readonly SettingsFile[]): Promise<readonly ScopeRegistry[]> {
  if (files.length === 0) return [];
  const { parse } = await import("smol-toml");
  return files.flatMap((file) =>
    Object.entries(member(member(readWith(file, parse), "install"), "scopes")).flatMap(([name, value]) => {
      const registry = typeof value === "string" ? value : member({ value }, "value")["url"];
      return typeof registry === "string"
        ? [{ scope: name.startsWith("@") ? name : `@${name}`, registry, file: file.path }]
        : [];
    }),
  );
}

function readWith({ path, text }: SettingsFile, parse: (text: string) => unknown): Readonly<Record<string, unknown>> {
  try {
    return member({ parsed: parse(text) }, "parsed");
  } catch (cause) {
    throw new HeadwaterError("CONFIGURATION_INVALID", `${path} cannot be read.`, {
      hint: "Correct the file; its own client cannot read it either.",
      cause,
    });
  }
}

function member(object: Readonly<Record<string, unknown>>, key: string): Readonly<Record<string, unknown>> {
  const value = object[key];
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

/** Of several lines about one scope the first. */
export function firstOfEach(scopes: readonly ScopeRegistry[]): readonly ScopeRegistry[] {
  const found = new Map<string, ScopeRegistry>();
  for (const each of scopes) if (!found.has(each.scope)) found.set(each.scope, each);
  return [...found.values()];
}
