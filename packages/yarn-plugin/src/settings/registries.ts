import type { Configuration } from "@yarnpkg/core";
import type { RegistrySettings } from "../claims.ts";

/**
 * The registries of a project as its Yarn has them configured. Read by name, because the npm plugin's settings are no part
 * of the core's types. Proven in test/yarn/scopes.test.ts
 */
export function registrySettings(configuration: Configuration): RegistrySettings {
  const scopes = setting(configuration, "npmScopes");
  return {
    registry: text(setting(configuration, "npmRegistryServer")) ?? "",
    defaultRegistry: text(defaultOf(configuration.settings.get("npmRegistryServer"))),
    scopes: new Map(
      scopes instanceof Map
        ? [...(scopes as Map<string, Map<string, unknown>>)].flatMap(([scope, settings]) => {
            const registry = text(settings.get("npmRegistryServer"));
            return registry === undefined ? [] : [[`@${scope}`, registry] as const];
          })
        : [],
    ),
  };
}

/** Token or user and password of a registry: its own under `npmRegistries`, else the project's. */
export function registryCredentials(
  configuration: Configuration,
  registry: string,
): { readonly token?: string; readonly ident?: string } {
  const registries = setting(configuration, "npmRegistries");
  const bare = registry.replace(/\/+$/, "");
  const own =
    registries instanceof Map
      ? ((registries.get(bare) ?? registries.get(bare.replace(/^[a-z]+:/, ""))) as Map<string, unknown> | undefined)
      : undefined;
  const value = (name: string): string | undefined =>
    text(own === undefined ? setting(configuration, name) : own.get(name));
  const [token, ident] = [value("npmAuthToken"), value("npmAuthIdent")];
  return { ...(token === undefined ? {} : { token }), ...(ident === undefined ? {} : { ident }) };
}

/** @returns whatever the setting holds, `undefined` when this Yarn has no such setting */
function setting(configuration: Configuration, name: string): unknown {
  return configuration.settings.has(name) ? configuration.get(name) : undefined;
}

const defaultOf = (definition: object | undefined): unknown =>
  definition !== undefined && "default" in definition ? definition.default : undefined;

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
