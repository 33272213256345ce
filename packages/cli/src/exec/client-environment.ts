import type { Environment } from "./environment.ts";
import { TEMPORARY_PREFIX } from "./temporary-prefix.ts";
import { nodeOptionsWith } from "./yarn-classic-preload.ts";

/** What a client is told by its environment. */
export interface ClientEnvironmentOptions {
  /** The environment that the client would have had. */
  readonly env: Environment;
  /** Variables that hold secrets of ours: an install script could read them. */
  readonly secretVariables: readonly string[];
  readonly endpoint: { readonly url: string; readonly token: string };
  /** Scopes, with `@`, that settings send elsewhere and that shall come to the endpoint. */
  readonly scopes: readonly string[];
  /** `noproxy` of npmrc, when it has one: it would hide NO_PROXY from npm. */
  readonly noProxy: string | undefined;
  readonly files: {
    /** An npmrc that stands for the user's own; `undefined` leaves that in its place. */
    readonly userconfig: string | undefined;
    /** Empty, and gone after the run: Yarn keeps metadata by host name there, and trips over another port's. */
    readonly yarnGlobalFolder: string;
    /** The user's own archives, which would otherwise be in the global folder too; `undefined` leaves Yarn its way. */
    readonly yarnCacheFolder: string | undefined;
    /** A Yarn plugin that carries the token and redirects scopes; without one the environment carries the token. */
    readonly yarnPlugin: string | undefined;
    /** What is loaded into Yarn 1; `undefined` when the client is another one. */
    readonly yarnPreload: string | undefined;
  };
  readonly yarnHttpWhitelist: readonly string[];
}

/** Registry and credentials under every name that any client knows; matched without regard to case, as npm does. */
const REPLACED =
  /^(?:(?:npm|pnpm|bun)_config_registry|(?:npm|bun)_config_token|npm_config__auth|npm_config__authtoken|npm_config__password|npm_config_username|npm_config_replace_registry_host|yarn_registry|yarn_npm_(?:registry_server|auth_token|auth_ident|always_auth)|yarn_unsafe_http_whitelist|yarn_global_folder|yarn_plugins|node_options|no_proxy)$/i;
/** Settings for one registry on loopback, such as `npm_config_//127.0.0.1:4873/:_authToken`. */
const LOOPBACK_SETTING = /^p?npm_config_\/\/127\.0\.0\.1:/i;
const USERCONFIG = /^npm_config_userconfig$/i;

/** The name of a scope's registry in npm's environment, which turns `_` into `-` and capitals into small letters. */
const SCOPE_SETTING = /^npm_config_(@.+):registry$/i;

export const isScopeOfEnvironment = (scope: string): boolean => /^[^_A-Z]+$/.test(scope);

/** Scopes that the environment itself sends to a registry, with `@`. */
export const environmentScopes = (env: Environment): readonly string[] =>
  Object.entries(env).flatMap(([key, value]) => {
    const scope = SCOPE_SETTING.exec(key)?.[1];
    return scope === undefined || value === undefined || value === "" ? [] : [scope.toLowerCase()];
  });

/** The whole environment of a client that shall ask the endpoint and nobody else. */
export function clientEnvironment(options: ClientEnvironmentOptions): Record<string, string> {
  const { env, endpoint, scopes, files } = options;
  const host = new URL(endpoint.url).host;
  const bare = endpoint.url.replace(/\/$/, "");
  const loopback = new URL(endpoint.url).hostname;
  const noProxy = [env["no_proxy"] ?? env["NO_PROXY"] ?? "", loopback].filter((part) => part !== "").join(",");
  const plugins = [
    ...(env["YARN_PLUGINS"] ?? "").split(";").filter((path) => path !== "" && !path.includes(TEMPORARY_PREFIX)),
    ...(files.yarnPlugin === undefined ? [] : [files.yarnPlugin]),
  ];
  const nodeOptions = nodeOptionsWith(files.yarnPreload, env["NODE_OPTIONS"]);
  return {
    ...withoutReplaced(options),
    NO_PROXY: noProxy,
    no_proxy: noProxy,
    // A plugin of ours in the client must not take the endpoint for a registry of the outside.
    HEADWATER_ENDPOINT: endpoint.url,
    ...(options.noProxy === undefined ? {} : { npm_config_noproxy: `${options.noProxy},${loopback}` }),
    npm_config_registry: endpoint.url,
    [`npm_config_//${host}/:_authToken`]: endpoint.token,
    // Set to `never`, npm would fetch tarballs past the endpoint.
    npm_config_replace_registry_host: "npmjs",
    ...Object.fromEntries(
      scopes.filter(isScopeOfEnvironment).map((scope) => [`npm_config_${scope}:registry`, endpoint.url]),
    ),
    ...(files.userconfig === undefined
      ? {}
      : { npm_config_userconfig: files.userconfig, NPM_CONFIG_USERCONFIG: files.userconfig }),
    PNPM_CONFIG_REGISTRY: endpoint.url,
    [`PNPM_CONFIG_//${host}/:_authToken`]: endpoint.token,
    BUN_CONFIG_REGISTRY: endpoint.url,
    BUN_CONFIG_TOKEN: endpoint.token,
    YARN_NPM_REGISTRY_SERVER: bare,
    // Yarn 1: what its scripts find under the name of npm_config_registry.
    YARN_REGISTRY: bare,
    YARN_UNSAFE_HTTP_WHITELIST: [
      ...new Set([
        loopback,
        ...(env["YARN_UNSAFE_HTTP_WHITELIST"] ?? "").split(",").filter(Boolean),
        ...options.yarnHttpWhitelist,
      ]),
    ].join(","),
    YARN_GLOBAL_FOLDER: files.yarnGlobalFolder,
    ...(files.yarnCacheFolder === undefined
      ? {}
      : { YARN_ENABLE_GLOBAL_CACHE: "false", YARN_ENABLE_MIRROR: "false", YARN_CACHE_FOLDER: files.yarnCacheFolder }),
    ...(nodeOptions === undefined ? {} : { NODE_OPTIONS: nodeOptions }),
    ...(files.yarnPlugin === undefined ? { YARN_NPM_AUTH_TOKEN: endpoint.token, YARN_NPM_ALWAYS_AUTH: "true" } : {}),
    ...(plugins.length === 0 ? {} : { YARN_PLUGINS: plugins.join(";") }),
  };
}

function withoutReplaced({ env, secretVariables, scopes, files }: ClientEnvironmentOptions): Record<string, string> {
  const replacesUserconfig = files.userconfig !== undefined;
  const kept = Object.entries(env).filter(([key]) => {
    if (secretVariables.includes(key)) return false;
    const scope = SCOPE_SETTING.exec(key)?.[1];
    if (scope !== undefined && scopes.includes(scope.toLowerCase())) return false;
    return !REPLACED.test(key) && !LOOPBACK_SETTING.test(key) && !(replacesUserconfig && USERCONFIG.test(key));
  });
  return Object.fromEntries(kept.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
